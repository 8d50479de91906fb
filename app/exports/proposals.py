"""新旧対照表 of two versions of proposals as a document: the rows are those of the page (T12)."""

from typing import cast

from app.domain.calendar import tokyo_date
from app.domain.comparison import Row, RowKind
from app.domain.diffs import Segment
from app.exports.document import Column, Document, Fact, Facts, Language, Letterhead, Run, Table, Text
from app.i18n import current_locale, ngettext, pgettext
from app.i18n import gettext as _
from app.models import Council, ProposalVersion
from app.queries.proposals.comparing import ComparisonPage
from app.queries.proposals.comparisons import PartCompared
from app.wording import label
from app.wording.dates import datetime_words


def comparison_document(page: ComparisonPage, council: Council) -> Document:
    """The comparison table as a document, dated as the newer of the two versions."""
    old, new = page.comparison.old, page.comparison.new
    locale = current_locale()
    table = _table(page, page.title_of(old), page.title_of(new))
    return Document(
        title=_("Comparison table"),
        language=cast(Language, locale),
        date=tokyo_date(max(old.created_at, new.created_at)),
        subtitle=page.difference.title,
        number=page.difference.number,
        letterhead=Letterhead(council.name(locale), (page.difference.group.name(locale),)),
        parts=(Facts((_fact(page, new), _fact(page, old))), table),
        imprint=f"{new.text_hash.rpartition(':')[2][:16]} / {old.text_hash.rpartition(':')[2][:16]}",
    )


def comparison_filename(page: ComparisonPage, ending: str) -> str:
    """EDU-02-001_案1_新旧対照表_第1版-第3版.docx"""
    old, new = (
        page.title_of(version).replace(" ", "") for version in (page.comparison.old, page.comparison.new)
    )
    return f"{page.difference.number}_{_('Comparison table').replace(' ', '-')}_{old}-{new}.{ending}"


def _fact(page: ComparisonPage, version: ProposalVersion) -> Fact:
    said = _(
        "%(title)s. Saved %(at)s by %(author)s. Hash %(hash)s",
        title=version.title,
        at=datetime_words(version.created_at),
        author=version.author_printed,
        hash=version.text_hash,
    )
    return Fact(page.title_of(version), said)


def _table(page: ComparisonPage, old_title: str, new_title: str) -> Table:
    """New at the left as on the page; the name of a part stands once beside its rows."""
    return Table(
        columns=(
            Column(pgettext("proposal", "Part"), 0.12),
            Column(new_title, 0.44),
            Column(old_title, 0.44),
        ),
        rows=tuple(_row(part, row, page.across) for part in page.comparison.parts for row in part.rows),
        merged_columns=1,
        empty=_("The two texts are the same."),
    )


def _row(part: PartCompared, row: Row, across: bool) -> tuple[Text, Text, Text]:
    if row.kind is RowKind.OMITTED:
        omitted = ngettext("(%(num)s line without change)", "(%(num)s lines without change)", row.omitted)
        return label(part.part), omitted, omitted
    gone, added = (_("(not in this proposal)"),) * 2 if across else (_("(deleted)"), _("(newly added)"))
    new = gone if row.kind is RowKind.DELETED else _marked(row.new)
    old = added if row.kind is RowKind.INSERTED else _marked(row.old)
    return label(part.part), new, old


def _marked(segments: tuple[Segment, ...]) -> tuple[Run, ...]:
    return tuple(Run(segment.text, change=segment.kind) for segment in segments)
