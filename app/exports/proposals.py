"""新旧対照表 of two versions of proposals as a document: the rows are those of the page (T12)."""

from dataclasses import replace
from typing import cast

from app.domain.calendar import tokyo_date
from app.exports.document import (
    ComparisonRow,
    ComparisonTable,
    Document,
    Fact,
    Facts,
    Language,
    Letterhead,
    Note,
)
from app.exports.parts import from_comparison
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
    rows = tuple(row for part in page.comparison.parts for row in _rows(part))
    titles = page.title_of(old), page.title_of(new)
    table = ComparisonTable(*titles, rows, label_title=pgettext("proposal", "Part"))
    return Document(
        title=_("Comparison table"),
        language=cast(Language, locale),
        date=tokyo_date(max(old.created_at, new.created_at)),
        subtitle=page.difference.title,
        number=page.difference.number,
        letterhead=Letterhead(council.name(locale), (page.difference.group.name(locale),)),
        parts=(
            Facts((_fact(page, new), _fact(page, old))),
            table if rows else Note(_("The two texts are the same.")),
        ),
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


def _rows(part: PartCompared) -> tuple[ComparisonRow, ...]:
    """The rows of one part; the first carries its name."""
    first, *others = from_comparison(part.rows, "", "", omitted=_omitted).rows
    return replace(first, label=label(part.part)), *others


def _omitted(count: int) -> str:
    return ngettext("(%(num)s line without change)", "(%(num)s lines without change)", count)
