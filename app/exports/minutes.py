"""Minutes as a document: every section of the page, in its order and words (M8, M10)."""

from collections.abc import Iterator
from typing import cast

from app.domain.meetings import MinutesLayout
from app.exports.document import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Language,
    Letterhead,
    Note,
    Paragraph,
    Part,
    SignatureBox,
    Signatures,
    Table,
    listed,
)
from app.exports.parts import from_markdown
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import pgettext as _p
from app.models import Council
from app.queries.meetings.listings import Listing
from app.queries.meetings.sheet import MinutesSheet
from app.wording import label


def minutes_document(sheet: MinutesSheet, council: Council) -> Document:
    """The document of one version of minutes, dated as the meeting."""
    locale = current_locale()
    return Document(
        title=sheet.title,
        language=cast(Language, locale),
        date=sheet.day,
        parts=tuple(_parts(sheet)),
        subtitle=sheet.subtitle,
        number=sheet.number,
        letterhead=Letterhead(council.name(locale), (council.secretariat(locale),)),
        stamp=sheet.stamp,
        imprint=sheet.imprint,
        numbered=True,
        table_label=_p("table", "Table "),
    )


def minutes_filename(sheet: MinutesSheet, ending: str) -> str:
    """EDU-02_第3回_議事録.docx; one that is not final or not all of the text says so."""
    shorter = sheet.layout is MinutesLayout.RESULTS
    parts = [
        sheet.short_name.replace(" ", "_"),
        _p("minutes", "minutes"),
        label(sheet.layout).replace(" ", "-") if shorter else "",
        sheet.stamp.replace(" ", "-"),
    ]
    return f"{'_'.join(part for part in parts if part)}.{ending}"


def _parts(sheet: MinutesSheet) -> Iterator[Part]:
    yield Facts(tuple(Fact(term, text) for term, text in sheet.facts))
    if sheet.note:
        yield Note(sheet.note)
    for listing in filter(None, (sheet.present, sheet.absent)):
        yield from _listing(listing)
    yield Heading(1, _p("minutes", "Papers"))
    yield listed(sheet.papers, ordered=True) if sheet.papers else Paragraph(_p("minutes", "None."))
    yield Heading(1, _p("minutes", "Proceedings"))
    yield from from_markdown(sheet.body, below=1)
    for listing in (sheet.decisions, sheet.tasks):
        yield from _listing(listing)
    yield Heading(1, _p("minutes", "Next meeting"))
    yield Paragraph(sheet.next)
    yield Heading(1, _p("minutes", "Confirmation"))
    boxes = tuple(SignatureBox(each.city, each.name, each.note) for each in sheet.confirmations)
    yield Signatures(boxes) if boxes else Paragraph(_("No city has to confirm these minutes."))
    if sheet.corrections:
        yield Heading(1, _p("minutes", "Corrections"))
    for correction in sheet.corrections:
        yield Heading(2, correction.title)
        yield from from_markdown(correction.body, below=2)
        yield Note(correction.note)


def _listing(listing: Listing) -> Iterator[Part]:
    yield Heading(1, listing.title)
    if listing.rows:
        shares = listing.shares or (None,) * len(listing.columns)
        columns = tuple(Column(title, share) for title, share in zip(listing.columns, shares, strict=True))
        yield Table(columns, listing.rows, listing.title, merged_columns=listing.merged)
    else:
        yield Paragraph(listing.empty)
