"""Two versions side by side, part by part: the one model of screen, comparison table, Word and PDF (T12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.comparison import Row, compare
from app.domain.diffs import Change, Segment, diff_text
from app.domain.reading import reading
from app.domain.texts import Flag, TextPart
from app.models import ProposalVersion
from app.wording import label
from app.wording.dates import date_words, yen_words

CONTEXT = 2
"""Equal rows shown around a change where the whole text is not asked for."""

_WRITTEN = (TextPart.BODY, TextPart.SCOPE, TextPart.EXCEPTIONS)


@dataclass(frozen=True)
class PartCompared:
    """One part in its old and new wording."""

    part: TextPart
    rows: tuple[Row, ...]
    inline: tuple[Segment, ...]

    @property
    def changed(self) -> bool:
        """Whether the part differs."""
        return any(segment.kind is not Change.EQUAL for segment in self.inline)


@dataclass(frozen=True)
class Comparison:
    """Two versions, old and new, of one proposal or of two; `parts` holds what changed, or all there is.

    whole says that nothing is left out; marks that the Markdown sources are compared, form and all.
    """

    old: ProposalVersion
    new: ProposalVersion
    parts: tuple[PartCompared, ...]
    whole: bool
    marks: bool

    @property
    def changed(self) -> tuple[PartCompared, ...]:
        """The parts that differ."""
        return tuple(part for part in self.parts if part.changed)

    @property
    def same_text(self) -> bool:
        """Whether both bind alike: their hashes are equal (T2)."""
        return self.old.text_hash == self.new.text_hash


def compare_versions(
    old: ProposalVersion,
    new: ProposalVersion,
    *,
    whole: bool = False,
    marks: bool = False,
    files: Mapping[str, str] | None = None,
) -> Comparison:
    """The comparison of two versions, in the viewer's language; whole=True also shows what did not change.

    Texts are compared as they read, or in their Markdown with marks=True and where they differ in nothing else.
    files names the attachments by their hashes.
    """
    before, after = _parts(old, files or {}), _parts(new, files or {})
    for part in _WRITTEN if not marks else ():
        read = reading(before[part]), reading(after[part])
        if read[0] != read[1] or before[part] == after[part]:
            before[part], after[part] = read
    compared = (
        PartCompared(
            part,
            tuple(compare(before[part], after[part], None if whole else CONTEXT)),
            tuple(diff_text(before[part], after[part])),
        )
        for part in TextPart
        if before[part] or after[part]
    )
    parts = tuple(part for part in compared if whole or part.changed)
    return Comparison(old, new, parts, whole, marks)


def compare_bodies(old: str, new: str) -> PartCompared:
    """Two wordings of a body: as they read, or in their Markdown where they differ in nothing else."""
    read = reading(old), reading(new)
    if read[0] != read[1]:
        old, new = read
    return PartCompared(TextPart.BODY, tuple(compare(old, new, CONTEXT)), tuple(diff_text(old, new)))


def _parts(version: ProposalVersion, files: Mapping[str, str]) -> dict[TextPart, str]:
    """Each part as the text a reader compares."""
    answer = version.customization_answer
    return {
        TextPart.TITLE: version.title,
        TextPart.OUTCOME: label(version.outcome),
        TextPart.BODY: version.body,
        TextPart.SCOPE: version.scope,
        TextPart.EXCEPTIONS: version.exceptions,
        TextPart.EFFECTIVE_ON: date_words(version.effective_on),
        TextPart.FLAGS: "\n".join(label(flag) for flag in Flag if flag in version.flag_set),
        TextPart.CUSTOMIZATION_ANSWER: label(answer) if answer else "",
        TextPart.ATTACHMENTS: "\n".join(_file(digest, files) for digest in version.attachment_hashes),
        TextPart.YEARLY_SAVING: yen_words(version.yearly_saving_yen),
    }


def _file(digest: str, files: Mapping[str, str]) -> str:
    """A file by name and the beginning of its hash, so that a replaced file shows."""
    return f"{files.get(digest, '')} {digest.rpartition(':')[2][:8]}".strip()
