"""The forms of ballots: taking a position, opening, ending, and what the secretariat records."""

from collections.abc import Sequence
from typing import TypeVar

from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices, enum_coerce
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.actions.ballots.positions import MAX_REASON
from app.domain.ballot_rules import Rule, RuleKind
from app.domain.positions import PositionKind, is_reason, needs_reason
from app.domain.rounds import DepartureHandling
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.policies.verdicts import Invalid
from app.web.kit.forms import ActForm, DayField, Form, NumberField
from app.wording import label, reason

Opening = TypeVar("Opening", bound="OpeningForm")
NOT_SAID = -1
"""The serial of a form that does not say which position it showed: it conflicts with every position, and with none."""


class PositionForm(ActForm):
    """A city's position; seen is the serial of the one the page showed (B17)."""

    kind = RadioField(
        _p("ballot", "Position of the city"),
        [InputRequired()],
        choices=lambda: enum_choices(PositionKind, label=label),
        coerce=enum_coerce(PositionKind),
    )
    reason = TextAreaField(_p("ballot", "Reason"), [Length(max=MAX_REASON)])
    seen = IntegerField(default=NOT_SAID, widget=HiddenInput())

    def validate_reason(self, field: TextAreaField) -> None:
        """The same rule as below, told before the page that asks to confirm (B18)."""
        if isinstance(self.kind.data, PositionKind) and needs_reason(self.kind.data):
            _want_reason(field)


class InstructionForm(PositionForm):
    """A position on a city's documented instruction, always with a reason and evidence (B14)."""

    evidence = TextAreaField(
        _l("Evidence of the instruction"),
        [DataRequired(), Length(max=MAX_REASON)],
        description=_l("Document, number, date, and who gave the instruction."),
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """An instruction needs a reason whatever it says (B14)."""
        _want_reason(field)


def _want_reason(field: TextAreaField) -> None:
    if not is_reason(field.data):
        raise ValidationError(reason("position_needs_reason"))


class WithdrawForm(ActForm):
    """Taking the own city's position back."""

    seen = IntegerField(default=NOT_SAID, widget=HiddenInput())


class InstructedWithdrawForm(WithdrawForm):
    """Taking back what was recorded on a city's instruction, on its instruction (B14)."""

    reason = TextAreaField(_p("ballot", "Reason"), [DataRequired(), Length(max=MAX_REASON)])
    evidence = TextAreaField(
        _l("Evidence of the instruction"),
        [DataRequired(), Length(max=MAX_REASON)],
        description=_l("Document, number, date, and who gave the instruction."),
    )


class OpeningForm(ActForm):
    """Opening a ballot; a subclass made for the page has one `override_<code>` for each open point (L4)."""

    closes_on = DayField(
        _p("ballot", "Last day"),
        [InputRequired()],
        description=_l("The ballot is open until the end of this day."),
    )
    sealed = BooleanField(
        _l("Sealed: until it closes, nobody outside a city sees the city's position"),
    )
    meeting = SelectField(_l("Taken in the meeting"), coerce=lambda value: int(value or 0), default=0)
    seen = IntegerField(widget=HiddenInput())

    def overrides(self) -> dict[str, str]:
        """What was said about each open point and, where it can be chosen, about the rule."""
        return {
            name.removeprefix("override_"): field.data or ""
            for name, field in self._fields.items()
            if name.startswith("override_")
        }


class RuledOpeningForm(OpeningForm):
    """Opening a ballot whose rule is chosen on the page."""

    rule_kind = RadioField(
        _p("ballot", "Rule"),
        [InputRequired()],
        coerce=enum_coerce(RuleKind),
    )
    override_rule = TextAreaField(
        _l("Why this rule"),
        description=_l(
            "Needed only where the rule is not the council's usual one. It is kept with the ballot."
        ),
    )
    quorum = NumberField(
        _p("ballot", "Quorum"),
        [Optional()],
        description=_l("How many positions there must be. Two thirds and majority need one."),
    )
    casting_vote = BooleanField(_l("In a tie the chair's casting vote decides (majority only)"))
    early_close = BooleanField(_l("May be closed early once every city has taken a position"))
    grace_minutes = NumberField(_l("Minutes without a change before closing early"), [Optional()])
    min_working_days = NumberField(_l("Least number of working days"), [Optional()])

    def rule(self) -> Rule:
        """The rule as chosen. Raises Invalid with the field that cannot stand."""
        kind = self.rule_kind.data
        try:
            return Rule(
                kind,
                quorum=self.quorum.data,
                casting_vote=self.casting_vote.data,
                early_close=self.early_close.data,
                grace_minutes=self.grace_minutes.data or 0,
                min_working_days=self.min_working_days.data or 0,
            )
        except ValueError:
            wrong_vote = self.casting_vote.data and kind is not RuleKind.MAJORITY
            field = "casting_vote" if wrong_vote else "quorum"
            code = "rule_knows_no_casting_vote" if wrong_vote else "quorum_needed"
            raise Invalid(field, code) from None


def opening_form(codes: Sequence[str], base: type[Opening]) -> type[Opening]:
    """A form of opening with a reason for each of these points of the readiness list."""
    reasons = {f"override_{code}": TextAreaField(_l("Why the ballot opens nevertheless")) for code in codes}
    return type("OpeningFormOfThePage", (base,), reasons)


class ReasonForm(Form):
    """An act that wants nothing but a reason."""

    reason = TextAreaField(_p("ballot", "Reason"), [DataRequired(), Length(max=MAX_REASON)])


class ExtendForm(ReasonForm):
    """A later deadline."""

    closes_on = DayField(_p("ballot", "New last day"), [InputRequired()])


class DepartureForm(ReasonForm):
    """What becomes of a city that left (B4)."""

    handling = RadioField(
        _l("What becomes of the city in this ballot"),
        [InputRequired()],
        choices=lambda: enum_choices(DepartureHandling, label=label),
        coerce=enum_coerce(DepartureHandling),
    )


class CastingVoteForm(ReasonForm):
    """The chair's casting vote: for or against."""

    kind = RadioField(
        _p("ballot", "Casting vote"),
        [InputRequired()],
        choices=lambda: [
            SelectChoice(kind, label(kind)) for kind in (PositionKind.APPROVE, PositionKind.OBJECT)
        ],
        coerce=enum_coerce(PositionKind),
    )


class DispositionForm(Form):
    """What became of a comment that came with an approval (B22)."""

    body = TextAreaField(_p("ballot", "What became of it"), [DataRequired(), Length(max=MAX_REASON)])


class NoteForm(ActForm):
    """A note beside a ballot that has ended (B42)."""

    body = TextAreaField(_p("ballot", "Note"), [DataRequired(), Length(max=MAX_REASON)])
