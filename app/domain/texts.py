"""The text of a proposal: what it consists of, its one canonical form, its hash (T1-T3, L5, L6)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain import hashing


class OutcomeKind(StrEnum):
    """What a proposal makes of a difference (L5)."""

    UNIFY = "unify"
    PER_CITY = "per_city"
    OUT_OF_SCOPE = "out_of_scope"


class Flag(StrEnum):
    """What a proposal brings with it beyond daily work. NEW_COST means: above the council's limit (L6)."""

    ORDINANCE_CHANGE = "ordinance_change"
    RULE_CHANGE = "rule_change"
    CUSTOMIZATION = "customization"
    NEW_COST = "new_cost"
    RESIDENT_RIGHTS = "resident_rights"
    BASIC_POLICY = "basic_policy"


ESCALATING: frozenset[Flag] = frozenset(
    {
        Flag.ORDINANCE_CHANGE,
        Flag.RULE_CHANGE,
        Flag.CUSTOMIZATION,
        Flag.NEW_COST,
        Flag.RESIDENT_RIGHTS,
        Flag.BASIC_POLICY,
    }
)
"""The flags that take a carried ballot on to the managers (L6)."""


class CustomizationAnswer(StrEnum):
    """How a request to customize the system is answered (L5)."""

    OPERATION = "operation"
    SETTING = "setting"
    EXTERNAL_TOOL = "external_tool"
    FORM_WORDING = "form_wording"
    ADOPT = "adopt"
    REQUEST_TO_STATE_OR_VENDOR = "request_to_state_or_vendor"


@dataclass(frozen=True)
class ProposalText:
    """Everything a city agrees to when it approves a version; nothing else takes part in the hash (T2)."""

    title: str
    body: str
    outcome: OutcomeKind
    flags: frozenset[Flag] = frozenset()
    customization_answer: CustomizationAnswer | None = None
    scope: str = ""
    effective_on: date | None = None
    exceptions: str = ""
    attachment_hashes: tuple[str, ...] = ()


class TextPart(StrEnum):
    """The parts of a version in the order in which a comparison shows them; the saving alone is not hashed (T2)."""

    TITLE = "title"
    OUTCOME = "outcome"
    BODY = "body"
    SCOPE = "scope"
    EXCEPTIONS = "exceptions"
    EFFECTIVE_ON = "effective_on"
    FLAGS = "flags"
    CUSTOMIZATION_ANSWER = "customization_answer"
    ATTACHMENTS = "attachments"
    YEARLY_SAVING = "yearly_saving"


FORM = "proposal-text-1"
"""Names the canonical form inside the hashed bytes. Any change to the form needs a new name here."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def normalise(text: str) -> str:
    """The form in which a text of several lines is stored, compared and hashed (T2).

    Every kind of line end becomes LF; characters that are not text (controls but tab, lone surrogates) go; then NFC;
    then white space at the end of each line and empty lines around the whole go. Leading white space stays: it indents.
    """
    text = _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def normalise_line(text: str) -> str:
    """The same for a text of one line, such as a title: line ends become spaces and both ends are bare."""
    return " ".join(normalise(text).split("\n")).strip()


def canonical(text: ProposalText) -> bytes:
    """The bytes that are hashed (T2): UTF-8 JSON without spaces, keys sorted, every key always present.

    Texts are normalised; enums stand by their values; flags and attachment hashes are sorted (order says
    nothing); a date is YYYY-MM-DD; what is absent is null; "form" names this form.
    """
    return hashing.canonical_json(
        {
            "form": FORM,
            "title": normalise_line(text.title),
            "body": normalise(text.body),
            "outcome": text.outcome,
            "flags": text.flags,
            "customization_answer": text.customization_answer,
            "scope": normalise(text.scope),
            "effective_on": text.effective_on,
            "exceptions": normalise(text.exceptions),
            "attachment_hashes": sorted(text.attachment_hashes),
        }
    )


def text_hash(text: ProposalText) -> str:
    """The hash of a version with its algorithm's id, "sha256-v1:…" (T2)."""
    return hashing.digest(canonical(text))


def same_text(one: ProposalText, other: ProposalText) -> bool:
    """Whether saving the one over the other would change nothing (T3)."""
    return canonical(one) == canonical(other)
