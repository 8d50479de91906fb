"""The forms of joining: the answers to the decisions of a section, and acts without fields of their own."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length, Optional

from app.actions.joining import GivenAnswer
from app.domain.joining import Answer, Said
from app.i18n import gettext as _
from app.i18n import lazy_pgettext as _p
from app.models import PositionTask
from app.web.kit.forms import ActForm, DayField
from app.wording import label

MAX_TEXT = 10_000
WRITTEN = ("from_on", "until_on", "instead", "reason")


class StartForm(ActForm):
    """Asking a city for its positions."""


class RemindForm(ActForm):
    """Reminding a city of its positions."""


class ConfirmForm(ActForm):
    """Confirming a chapter; seen stands for the answers the page showed."""

    seen = HiddenField()


class SectionForm(ActForm):
    """The answers to the decisions of one page; each has its fields with the id of its task at the end."""

    def validate(self, extra_validators: Any = None) -> bool:
        """What was written belongs to an answer: it is not dropped in silence."""
        valid = bool(super().validate(extra_validators))
        for name, field in self._fields.items():
            kind, _line, task = name.rpartition("_")
            if kind in WRITTEN and field.data and not self[f"answer_{task}"].data:
                chosen = self[f"answer_{task}"]
                chosen.errors = [_("Please choose the position to which this belongs.")]
                valid = False
        return valid

    def given(self, tasks: Sequence[PositionTask], *, rest: Answer | None = None) -> list[GivenAnswer]:
        """What was answered; rest is the answer to those that have none yet and got none."""
        answered = ((task, self._said(task, rest)) for task in tasks)
        return [GivenAnswer(task.id, said, self._seen(task)) for task, said in answered if said is not None]

    def _said(self, task: PositionTask, rest: Answer | None) -> Said | None:
        chosen = self._value("answer", task)
        if not chosen:
            return Said(rest) if rest is not None and task.answer is None else None
        return Said(
            Answer(chosen),
            from_on=self._value("from_on", task),
            until_on=self._value("until_on", task),
            instead=self._value("instead", task) or "",
            reason=self._value("reason", task) or "",
        )

    def _seen(self, task: PositionTask) -> int | None:
        seen = str(self._value("seen", task) or "")
        return int(seen) if seen.isdecimal() else None

    def _value(self, name: str, task: PositionTask) -> Any:
        return self[f"{name}_{task.id}"].data


def section_form(tasks: Sequence[PositionTask]) -> SectionForm:
    """The form for these tasks, filled with what the city said so far."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for task in tasks:
        fields |= {f"{name}_{task.id}": field for name, field in _fields().items()}
        data |= {f"{name}_{task.id}": value for name, value in _data(task).items()}
    return cast(SectionForm, type("SectionForm", (SectionForm,), fields)(data=data))


def _fields() -> dict[str, Any]:
    return {
        "seen": HiddenField(),
        "answer": RadioField(
            _p("joining", "Position of the city"),
            [Optional(), AnyOf([answer.value for answer in Answer])],
            choices=[SelectChoice(answer.value, label(answer)) for answer in Answer],
            validate_choice=False,
        ),
        "from_on": DayField(_p("joining", "Adopt from"), [Optional()]),
        "until_on": DayField(_p("joining", "Exception until"), [Optional()]),
        "instead": TextAreaField(
            _p("joining", "What the city does instead"), [Optional(), Length(max=MAX_TEXT)]
        ),
        "reason": TextAreaField(_p("joining", "Reason"), [Optional(), Length(max=MAX_TEXT)]),
    }


def _data(task: PositionTask) -> dict[str, str | int | date | None]:
    return {
        "seen": task.serial,
        "answer": task.answer.value if task.answer else None,
        "from_on": task.from_on,
        "until_on": task.until_on,
        "instead": task.instead,
        "reason": task.reason,
    }
