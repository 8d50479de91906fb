"""決裁資料 as a document, from the same page dataclass as the screen (T12)."""

from collections.abc import Iterable
from typing import cast

from app.domain.calendar import tokyo_date
from app.domain.signoff import SignoffState
from app.domain.texts import Flag
from app.exports.bound_text import bound_text
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
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import Council
from app.queries.signoff.pack import Pack, Seal
from app.queries.signoff.page import PositionLine
from app.wording import label
from app.wording.dates import date_words, datetime_words, number_words, yen_words
from app.wording.signoff import effect_words, signer_words


def pack_document(pack: Pack, council: Council) -> Document:
    """The papers of a matter: dated as it came to the managers, so that equal papers are equal files."""
    escalation = pack.escalation
    locale = current_locale()
    group = escalation.difference.group
    parts = (_facts, _why, _grid, _text, _effects, _positions, _alternatives, _signatures)
    return Document(
        title=escalation.version.title,
        language=cast(Language, locale),
        date=tokyo_date(escalation.opened_at),
        subtitle=f"{_('Papers for the sign-off')}: {escalation.difference.title}",
        number=escalation.difference.number,
        letterhead=Letterhead(council.name(locale), (group.name(locale),)),
        parts=tuple(part for make in parts for part in make(pack)),
        imprint=escalation.text_hash.rpartition(":")[2][:16],
    )


def pack_filename(pack: Pack) -> str:
    """EDU-02-001_決裁資料.pdf"""
    return f"{pack.escalation.difference.number}_{_('Papers for the sign-off').replace(' ', '-')}.pdf"


def _facts(pack: Pack) -> Iterable[Part]:
    version = pack.escalation.version
    name = _(
        "Proposal %(proposal)s version %(version)s", proposal=version.proposal.number, version=version.number
    )
    flags = pgettext("list of cities", ", ").join(label(flag) for flag in Flag if flag in version.flag_set)
    rows = [
        (pgettext("decision", "Text"), name),
        (pgettext("proposal", "Outcome"), label(version.outcome)),
        (pgettext("proposal", "What it brings with it"), flags),
        (pgettext("proposal", "In effect from"), date_words(version.effective_on)),
        (pgettext("proposal", "Expected saving a year"), yen_words(version.yearly_saving_yen)),
        (_("Before the managers since"), datetime_words(pack.escalation.opened_at)),
        (_("Hash of the text"), pack.escalation.text_hash),
    ]
    yield Facts(tuple(Fact(term, value) for term, value in rows if value))


def _why(pack: Pack) -> Iterable[Part]:
    yield Heading(1, _("What it is about"))
    yield from from_markdown(pack.escalation.difference.why, below=1)
    if pack.escalation.reason:
        yield Heading(2, _("Why it is here"))
        yield from from_markdown(pack.escalation.reason, below=2)


def _grid(pack: Pack) -> Iterable[Part]:
    yield Heading(1, _("Current practice by city"))
    columns = (
        Column(_("City"), 0.14),
        Column(_("Current practice"), 0.5),
        Column(_("Source"), 0.22),
        Column(_("Cases a year"), 0.14),
    )
    rows = []
    for cell in pack.grid.cells:
        city, stated = cell.city.name(current_locale()), cell.revision
        if stated is None:
            rows.append((city, _("Not surveyed"), "", ""))
        else:
            rows.append((city, stated.body, stated.source, number_words(stated.yearly_volume)))
    yield Table(columns, tuple(rows))


def _text(pack: Pack) -> Iterable[Part]:
    version = pack.escalation.version
    yield Heading(1, _("The text"))
    yield from bound_text(version, pack.files, below=1)


def _effects(pack: Pack) -> Iterable[Part]:
    yield Heading(1, _("What changes for each city"))
    columns = (Column(_("City"), 0.2), Column(_("What the proposal changes"), 0.8))
    rows = ((e.city.name(current_locale()), effect_words(e.effect)) for e in pack.effects)
    yield Table(columns, tuple(rows))


def _positions(pack: Pack) -> Iterable[Part]:
    yield Heading(1, _("How the cities voted"))
    if pack.of_other_text:
        yield Note(_("These positions were given to an earlier text. They do not count for this one."))
    if not pack.positions:
        yield Paragraph(_("Taken to the managers without a ballot on this text."))
        return
    columns = (
        Column(_("City"), 0.14),
        Column(_("Position"), 0.18),
        Column(_("Reason"), 0.4),
        Column(_("Recorded by"), 0.28),
    )
    yield Table(columns, tuple(_position(line) for line in pack.positions))
    yield Heading(2, _("Dissent"))
    if pack.dissent:
        yield listed(_dissent(line) for line in pack.dissent)
    else:
        yield Paragraph(_("No city objected, abstained, recused itself or added comments."))


def _position(line: PositionLine) -> tuple[str, str, str, str]:
    taken = line.position
    city = line.city.name(current_locale())
    return city, label(line.state), taken.reason if taken else "", taken.user_printed if taken else ""


def _dissent(line: PositionLine) -> str:
    words = f"{line.city.name(current_locale())} {label(line.state)}"
    return f"{words}: {line.position.reason}" if line.position and line.position.reason else words


def _alternatives(pack: Pack) -> Iterable[Part]:
    yield Heading(1, _("Other proposals"))
    if not pack.alternatives:
        yield Paragraph(_("There was no other proposal."))
    for proposal in pack.alternatives:
        current = proposal.current
        yield Heading(2, _("Proposal %(number)s: %(title)s", number=proposal.number, title=current.title))
        yield from from_markdown(current.body, below=2)


def _signatures(pack: Pack) -> Iterable[Part]:
    yield Heading(1, _("Signatures of the managers"))
    for city, seals in pack.seals:
        if seals:
            yield Signatures(tuple(_box(seal) for seal in seals), caption=city.name(current_locale()))


def _box(seal: Seal) -> SignatureBox:
    signature = seal.signature
    if signature is None:
        mark = label(SignoffState.PASSED_OVER) if seal.passed_over else ""
        return SignatureBox(seal.holder.post_name, name=seal.passed_over, mark=mark)
    return SignatureBox(
        seal.holder.post_name,
        name=signer_words(signature.printed_name, signature.principal_printed),
        note=datetime_words(signature.at),
        mark=label(signature.meaning),
    )
