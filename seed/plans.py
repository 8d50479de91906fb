"""How far each difference of the demo has come, so that every stage is there with a history that makes sense."""

from collections.abc import Iterator
from typing import Any

from app.domain.workflow import Stage
from seed.beginnings import Plan

S = Stage
PLANS: dict[str, Plan] = {
    # in the first edition of the manual
    "DIF-009": Plan(S.COMPLETED, -225, alternative=True, amended=True, estimate="joint_printing"),
    "DIF-021": Plan(S.COMPLETED, -218, estimate="postcards"),
    "DIF-029": Plan(S.COMPLETED, -210),
    "DIF-003": Plan(S.PUBLISHED, -205, with_comments=True, saving=450_000),
    "DIF-010": Plan(S.PUBLISHED, -200, alternative=True, saving=1_080_000),
    "DIF-017": Plan(S.PUBLISHED, -190, abstains=True),
    "DIF-026": Plan(S.PUBLISHED, -185, fails_first=True, alternative=True),
    "DIF-019": Plan(S.PUBLISHED, -180, with_comments=True),
    "DIF-013": Plan(S.PUBLISHED, -170),
    # in the second
    "DIF-020": Plan(S.PUBLISHED, -112, saving=240_000, corrected_on=108),
    "DIF-042": Plan(S.PUBLISHED, -110, alternative=True, estimate="system"),
    "DIF-006": Plan(S.PUBLISHED, -98),
    "DIF-002": Plan(S.PUBLISHED, -95, with_comments=True, corrected_on=70),
    # decided since
    "DIF-001": Plan(S.DECIDED, -73, alternative=True),
    "DIF-030": Plan(S.DECIDED, -58),
    "DIF-039": Plan(S.DECIDED, -57, abstains=True, saving=310_000),
    "DIF-044": Plan(S.DECIDED, -56, with_comments=True),
    "DIF-056": Plan(S.DECIDED, -55),
    # before the managers
    "DIF-011": Plan(S.ESCALATED, -66, alternative=True, signs=2),
    "DIF-031": Plan(S.ESCALATED, -64, signs=1, estimate="joint_printing"),
    "DIF-015": Plan(S.ESCALATED, -63, signs=0),
    "DIF-058": Plan(S.ESCALATED, -68, sent_back=True),
    # voting
    "DIF-004": Plan(S.VOTING, -44, alternative=True, positions=1),
    "DIF-005": Plan(S.VOTING, -43),
    "DIF-012": Plan(S.VOTING, -43, with_comments=True, positions=2),
    "DIF-045": Plan(S.VOTING, -44, positions=0, saving=150_000),
    "DIF-052": Plan(S.VOTING, -43, positions=1, estimate="postcards"),
    "DIF-059": Plan(S.VOTING, -44, positions=2),
    "DIF-062": Plan(S.VOTING, -57, fails_first=True, falls_back=True, positions=1),
    # discussing
    "DIF-007": Plan(S.DISCUSSING, -39, alternative=True),
    "DIF-014": Plan(S.DISCUSSING, -35, open_concern=True, amended=True),
    "DIF-016": Plan(S.DISCUSSING, -38),
    "DIF-022": Plan(S.DISCUSSING, -34, open_concern=True),
    "DIF-023": Plan(S.DISCUSSING, -40),
    "DIF-025": Plan(S.DISCUSSING, -36, open_concern=True, alternative=True),
    "DIF-038": Plan(S.DISCUSSING, -39),
    "DIF-041": Plan(S.DISCUSSING, -34, open_concern=True),
    "DIF-055": Plan(S.DISCUSSING, -41, hold_reason="国の通知の改正を待つため、改正後に再開する。"),
    "DIF-060": Plan(S.DISCUSSING, -39, amended=True),
    "DIF-063": Plan(S.DISCUSSING, -33, open_concern=True),
    # proposing
    "DIF-008": Plan(S.PROPOSING, -28, alternative=True),
    "DIF-024": Plan(S.PROPOSING, -27),
    "DIF-032": Plan(S.PROPOSING, -26, alternative=True),
    "DIF-036": Plan(S.PROPOSING, -27),
    "DIF-047": Plan(S.PROPOSING, -25),
    "DIF-053": Plan(S.PROPOSING, -26),
    # surveying
    "DIF-028": Plan(S.SURVEYING, -14, answered=2),
    "DIF-033": Plan(S.SURVEYING, -15, answered=3),
    "DIF-040": Plan(S.SURVEYING, -10, answered=1),
    "DIF-043": Plan(S.SURVEYING, -12, answered=2),
    "DIF-048": Plan(S.SURVEYING, -6, answered=0),
    "DIF-050": Plan(S.SURVEYING, -9, answered=1),
    "DIF-057": Plan(S.SURVEYING, -13, answered=2),
    "DIF-064": Plan(S.SURVEYING, -11, answered=1),
    # raised
    "DIF-018": Plan(S.RAISED, -5),
    "DIF-051": Plan(S.RAISED, -4),
    "DIF-049": Plan(S.RAISED, -3),
    "DIF-054": Plan(S.RAISED, -2),
    "DIF-061": Plan(S.RAISED, -2),
    "DIF-065": Plan(S.RAISED, -1),
    # ended another way
    "DIF-027": Plan(S.NO_DIFFERENCE, -60),
    "DIF-046": Plan(S.WITHDRAWN, -50),
    "DIF-035": Plan(S.MERGED, -48),
    "DIF-034": Plan(S.PROPOSING, -49),
    "DIF-037": Plan(S.REJECTED, -90, signs=0),
}

MERGED_INTO = {"DIF-035": "DIF-034"}


def plans(entries: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Plan]]:
    """Every difference of the data file with its plan."""
    for entry in entries:
        yield entry, PLANS[entry["id"]]
