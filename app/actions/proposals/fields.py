"""What an author types into a proposal, and what of it is refused below every surface."""

from dataclasses import dataclass
from datetime import date

from app.domain.markdown import TextTooComplex, check_markdown
from app.domain.money import MAX_YEN
from app.domain.savings import EstimatedLine
from app.domain.texts import (
    CustomizationAnswer,
    Flag,
    OutcomeKind,
    ProposalText,
    normalise,
    normalise_line,
)
from app.models import ProposalVersion
from app.policies.verdicts import Invalid

MAX_TITLE = 120
MAX_NOTE = 200


@dataclass(frozen=True)
class ProposalFields:
    """The content of one version as typed; the saving is yen a year and may be negative.

    saving_lines None leaves the lines of the present version as they are; with lines, their sum is the saving (D11).
    """

    title: str
    body: str
    outcome: OutcomeKind = OutcomeKind.UNIFY
    flags: frozenset[Flag] = frozenset()
    customization_answer: CustomizationAnswer | None = None
    scope: str = ""
    effective_on: date | None = None
    exceptions: str = ""
    yearly_saving_yen: int | None = None
    saving_lines: tuple[EstimatedLine, ...] | None = None

    def text(self, attachment_hashes: tuple[str, ...] = ()) -> ProposalText:
        """The normalised text that is hashed (T2). Raises Invalid with the field that cannot stand."""
        self._check()
        return ProposalText(
            title=normalise_line(self.title),
            body=normalise(self.body),
            outcome=self.outcome,
            flags=frozenset(self.flags),
            customization_answer=self.customization_answer,
            scope=normalise(self.scope),
            effective_on=self.effective_on,
            exceptions=normalise(self.exceptions),
            attachment_hashes=tuple(sorted(attachment_hashes)),
        )

    def _check(self) -> None:
        if not normalise_line(self.title):
            raise Invalid("title", "required")
        if len(normalise_line(self.title)) > MAX_TITLE:
            raise Invalid("title", "proposal_title_too_long", limit=MAX_TITLE)
        if not normalise(self.body).strip():
            raise Invalid("body", "required")
        for field, text in (("body", self.body), ("scope", self.scope), ("exceptions", self.exceptions)):
            _check_text(field, text)
        wanted = Flag.CUSTOMIZATION in self.flags
        if wanted and self.customization_answer is None:
            raise Invalid("customization_answer", "customization_answer_needed")
        if self.customization_answer is not None and not wanted:
            raise Invalid("customization_answer", "customization_answer_without_flag")
        if self.yearly_saving_yen is not None and abs(self.yearly_saving_yen) > MAX_YEN:
            raise Invalid("yearly_saving_yen", "amount_too_large")


def fields_of(version: ProposalVersion) -> ProposalFields:
    """What a version says, as it would be typed again."""
    return ProposalFields(
        title=version.title,
        body=version.body,
        outcome=version.outcome,
        flags=version.flag_set,
        customization_answer=version.customization_answer,
        scope=version.scope,
        effective_on=version.effective_on,
        exceptions=version.exceptions,
        yearly_saving_yen=version.yearly_saving_yen,
    )


def _check_text(field: str, text: str) -> None:
    try:
        check_markdown(text)
    except TextTooComplex as problem:
        raise Invalid(field, f"markdown_{problem.code}", limit=problem.limit) from None
