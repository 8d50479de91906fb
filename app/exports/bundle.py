"""会議資料一式 as a document: agenda, how far the cities are, then each item with what lies before the cities (T12)."""

from collections.abc import Iterable
from typing import cast

from app.domain.calendar import tokyo_date
from app.domain.preparation import Lack, Light
from app.exports.bound_text import bound_text
from app.exports.document import (
    Column,
    Contents,
    Document,
    Fact,
    Facts,
    Heading,
    Language,
    Letterhead,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Table,
    listed,
)
from app.exports.parts import from_markdown
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import Council, Meeting
from app.queries.differences.grid import Grid
from app.queries.meetings.bundle import Bundle, BundleItem
from app.queries.meetings.item_papers import ItemPaper
from app.wording import label
from app.wording.meetings import span_words


def bundle_document(bundle: Bundle, council: Council) -> Document:
    """The papers of a meeting, dated as it is held."""
    meeting, locale = bundle.meeting, current_locale()
    parts = [*_front(bundle), *_preparation(bundle)]
    for each in bundle.items:
        parts += [PageBreak(), *_item(each)]
    return Document(
        title=_name(meeting),
        language=cast(Language, locale),
        date=tokyo_date(meeting.starts_at),
        subtitle=f"{_kind()}: {meeting.title}",
        number=f"{meeting.group.code}-{meeting.number}",
        letterhead=Letterhead(council.name(locale), (meeting.group.name(locale),)),
        parts=tuple(parts),
    )


def bundle_filename(bundle: Bundle) -> str:
    """EDU-02_第3回_会議資料一式.pdf"""
    number = _("No. %(number)s", number=bundle.meeting.number)
    words = f"{bundle.meeting.group.code}_{number}_{_kind()}"
    return f"{words.replace(' ', '-')}.pdf"


def _kind() -> str:
    return _("Papers of the meeting")


def _name(meeting: Meeting) -> str:
    return _(
        "%(group)s, meeting no. %(number)s", group=meeting.group.name(current_locale()), number=meeting.number
    )


def _front(bundle: Bundle) -> Iterable[Part]:
    meeting = bundle.meeting
    place = " ".join(part for part in (label(meeting.held_as), meeting.place) if part)
    rows = [
        (_("Date and time"), span_words(meeting.starts_at, meeting.ends_at)),
        (pgettext("meeting", "Place"), place),
    ]
    yield Facts(tuple(Fact(term, value) for term, value in rows))
    yield from from_markdown(meeting.note, below=1)
    yield Contents(_("Contents"), depth=1)
    yield Heading(1, _("Agenda"))
    columns = (
        Column(pgettext("agenda", "No."), 0.08),
        Column(_("Difference"), 0.2),
        Column(pgettext("agenda", "Item"), 0.54),
        Column(pgettext("agenda", "Purpose"), 0.18),
    )
    items = [
        (
            str(item.position),
            item.difference.number if item.difference else "—",
            item.title,
            label(item.purpose),
        )
        for item in meeting.agenda
    ]
    yield Table(columns, tuple(items))
    if bundle.left_out:
        yield Note(_("The last %(count)s items are left out of this file.", count=bundle.left_out))
    if bundle.papers:
        yield Heading(2, _("Papers handed out beside this file"))
        yield listed(f"{paper.filename} ({paper.sha256})" for paper in bundle.papers)


def _preparation(bundle: Bundle) -> Iterable[Part]:
    if not bundle.preparation.items:
        return
    locale = current_locale()
    yield Heading(1, _("How far the cities are"))
    columns = (
        Column(pgettext("agenda", "Item")),
        *(Column(c.name(locale)) for c in bundle.preparation.cities),
    )
    rows = [
        (
            f"{each.item.position}. {each.item.difference.number if each.item.difference else ''}",
            *(_light(city.light, city.lacks) for city in each.cities),
        )
        for each in bundle.preparation.items
    ]
    yield Table(columns, tuple(rows))


def _light(light: Light, lacks: Iterable[Lack]) -> str:
    return "\n".join([label(light), *map(label, lacks)])


def _item(each: BundleItem) -> Iterable[Part]:
    item, difference = each.item, each.item.difference
    number = f" ({difference.number})" if difference else ""
    yield Heading(1, f"{item.position}. {item.title}{number}")
    if each.state:
        yield Facts((Fact(_("To decide"), each.state.to_decide),))
    yield from from_markdown(item.explanation, below=1)
    if difference is None or each.grid is None:
        return
    yield Heading(2, _("What it is about"))
    yield from from_markdown(difference.why, below=2)
    yield Heading(2, _("Current practice by city"))
    yield _grid(each.grid)
    yield from _text(each.state.paper if each.state else None)
    yield from _alternatives(each)
    yield from _concerns(each)


def _grid(grid: Grid) -> Table:
    columns = (
        Column(_("City"), 0.14), Column(_("Current practice"), 0.6), Column(_("Source"), 0.26),
    )  # fmt: skip
    rows = []
    for cell in grid.cells:
        city, stated = cell.city.name(current_locale()), cell.revision
        if stated is None:
            rows.append((city, _("Not surveyed"), "—"))
        else:
            rows.append((city, stated.body or "—", stated.source or "—"))
    return Table(columns, tuple(rows))


def _text(paper: ItemPaper | None) -> Iterable[Part]:
    yield Heading(2, _("The text"))
    if paper is None:
        yield Paragraph(_("No proposal is on the table yet."))
        return
    version = paper.version
    name = _(
        "Proposal %(proposal)s version %(version)s", proposal=version.proposal.number, version=version.number
    )
    yield Facts((
        Fact(pgettext("decision", "Text"), f"{name} {version.title}"),
        Fact(_("Hash of the text"), version.text_hash),
    ))  # fmt: skip
    yield from bound_text(version, paper.files, below=2)


def _alternatives(each: BundleItem) -> Iterable[Part]:
    for proposal in each.alternatives:
        current = proposal.current
        yield Heading(2, _("Proposal %(number)s: %(title)s", number=proposal.number, title=current.title))
        yield from from_markdown(current.body, below=2)


def _concerns(each: BundleItem) -> Iterable[Part]:
    yield Heading(2, _("Open concerns"))
    if not each.concerns:
        yield Paragraph(_("No concern is open."))
    for concern in each.concerns:
        yield Note(concern.body, label=concern.author_printed)
