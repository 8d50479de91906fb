"""Imports: nothing changes before the preview is confirmed, and confirming twice imports once (A7)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.importing import confirm_import, prepare_import
from app.domain.attachments import Upload
from app.domain.events import EventKind
from app.exports.spreadsheet import to_csv
from app.extensions import db
from app.models import Difference, Event, PracticeRevision, User
from app.policies.verdicts import Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_chair, a_group, a_secretary
from tests.builders.importing import COLUMNS, WORD, a_sheet, an_import
from tests.conftest import Installation
from tests.support.races import race


def _count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a7_nothing_changes_before_the_preview_is_confirmed(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    before = _count(session, Event)

    found = an_import(secretary, a_sheet(group, "封入の向き", "督促の回数"))
    assert (_count(session, Difference), _count(session, Event)) == (0, before)

    with transaction():
        confirm_import(found.id, secretary)
    assert session.scalars(select(Difference.title).order_by(Difference.id)).all() == [
        "封入の向き",
        "督促の回数",
    ]
    stated = session.scalars(select(PracticeRevision).order_by(PracticeRevision.id)).all()
    assert [(s.body, s.instruction) for s in stated] == [
        ("封入の向きを行う。", WORD),
        ("督促の回数を行う。", WORD),
    ]
    assert found.made == [f"{group.code}-001", f"{group.code}-002"]


def test_a7_confirming_twice_imports_once(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    found = an_import(secretary, a_sheet(group, "封入の向き"))

    for _ in range(2):
        with transaction():
            confirm_import(found.id, secretary)
    assert _count(session, Difference) == 1
    imported = select(func.count()).where(Event.kind == EventKind.DIFFERENCES_IMPORTED)
    assert session.scalar(imported) == 1


def test_a7_two_who_confirm_at_once_import_once(session: Session, installation: Installation) -> None:
    group, secretary = a_group(), a_secretary()
    found = an_import(secretary, a_sheet(group, "封入の向き"))
    import_id, user_id = found.id, secretary.id

    def confirm() -> list[str]:
        return confirm_import(import_id, db.session.get_one(User, user_id)).made

    answers = race(installation.database, [confirm, confirm])
    assert answers == [[f"{group.code}-001"]] * 2
    session.rollback()
    assert _count(session, Difference) == 1


def test_a7_a_file_with_a_fault_is_shown_and_never_imported(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    found = an_import(secretary, a_sheet(group, "封入の向き", ""))
    assert [(f["sheet"], f["row"], f["column"]) for f in found.faults] == [("差異", 3, "B")]

    with pytest.raises(Refused) as refused, transaction():
        confirm_import(found.id, secretary)
    assert refused.value.verdict.code == "import_has_faults"
    assert _count(session, Difference) == 0


def test_a7_what_no_longer_fits_at_confirming_undoes_the_whole_import(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    other = a_group([place.city for place in group.cities], code="TAX-01")
    rows = [(each.code, "封入の向き", "運用", "違う。") for each in (group, other)]
    found = an_import(secretary, Upload("差異.csv", to_csv([COLUMNS, *rows])))
    with transaction():
        other.active = False

    with pytest.raises(Invalid) as refused, transaction():
        confirm_import(found.id, secretary)
    assert refused.value.params == {"sheet": "差異", "row": 3}
    assert _count(session, Difference) == 0


def test_only_the_secretariat_imports(session: Session) -> None:
    group = a_group()
    chair = a_chair(group, group.cities[0].city)
    with pytest.raises(Refused), transaction():
        prepare_import(chair, a_sheet(group, "封入の向き"), instruction=WORD)


def test_an_import_needs_somebodys_word(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        an_import(a_secretary(), a_sheet(a_group(), "封入の向き"), instruction="　")
    assert refused.value.field == "instruction"


def test_a_form_sent_twice_reads_the_file_once(session: Session) -> None:
    upload, secretary = a_sheet(a_group(), "封入の向き"), a_secretary()
    first, second = (an_import(secretary, upload, key="一") for _ in range(2))
    assert first.id == second.id


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [("confirmed_by_id", None, "confirmed_by_someone"), ("fault_count", 1, "confirmed_without_faults")],
)
def test_the_database_keeps_an_import_whole(
    session: Session, column: str, value: object, constraint: str
) -> None:
    secretary = a_secretary()
    found = an_import(secretary, a_sheet(a_group(), "封入の向き"))
    with transaction():
        confirm_import(found.id, secretary)
    with pytest.raises(Refused) as refused, transaction():
        setattr(found, column, value)
    assert f"ck_imports_{constraint}" in refused.value.verdict.params["constraint"]
