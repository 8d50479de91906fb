"""The text that a position or a signature binds, as papers print it: body, scope, exceptions, files by their hashes."""

from collections.abc import Iterable, Sequence

from app.exports.document import Heading, Part, listed
from app.exports.parts import from_markdown
from app.i18n import gettext as _
from app.i18n import pgettext
from app.models import Attachment, ProposalVersion


def bound_text(version: ProposalVersion, files: Sequence[Attachment], *, below: int) -> Iterable[Part]:
    """All that the hash of a version covers in words; its headings stand one level under `below` (T2, T12)."""
    yield from from_markdown(version.body, below=below)
    for title, source in (
        (pgettext("proposal", "Scope"), version.scope),
        (pgettext("proposal", "Exceptions and transition"), version.exceptions),
    ):
        if source:
            yield Heading(below + 1, title)
            yield from from_markdown(source, below=below + 1)
    if files:
        yield Heading(below + 1, _("Attachments"))
        yield listed(f"{file.filename} ({file.sha256})" for file in files)
