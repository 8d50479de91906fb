"""Decisions as files: the sheet of one as Word, PDF and Markdown, the register as a spreadsheet (D2, M10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from app.domain.calendar import tokyo_date
from app.domain.decisions import Force
from app.domain.positions import CityState
from app.domain.signoff import Meaning, SignoffState
from app.domain.texts import Flag
from app.exports.document import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Language,
    Letterhead,
    Paragraph,
    Part,
    SignatureBox,
    Signatures,
    Table,
    listed,
)
from app.exports.parts import from_markdown
from app.exports.spreadsheet import Cell, Sheet
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import ClericalCorrection, Council, Decision
from app.queries.decisions.page import CitySignoff, DecidedPosition, DecisionPage
from app.wording import label
from app.wording.dates import date_words, datetime_words, day_words, yen_words
from app.wording.signoff import signer_words


def decision_document(
    page: DecisionPage, council: Council, corrections: Sequence[ClericalCorrection] = ()
) -> Document:
    """The decision sheet: the text with its corrections, how it came about, who signed, what was not chosen."""
    decision = page.decision
    locale = current_locale()
    return Document(
        title=decision.title,
        language=cast(Language, locale),
        date=tokyo_date(decision.decided_at),
        subtitle=f"{decision.difference.number} {decision.difference.title}",
        number=decision.number,
        letterhead=Letterhead(council.name(locale), (decision.group.name(locale),)),
        parts=(
            *_facts(page),
            *_text(page),
            *_corrections(corrections),
            *_ballot(page),
            *_signoff(page),
            *_alternatives(decision),
        ),
        stamp=label(page.force) if page.force is Force.SUPERSEDED else "",
        imprint=decision.text_hash.rpartition(":")[2][:16],
    )


def decision_filename(decision: Decision, ending: str) -> str:
    """令和8年度_教育-12号_EDU-02-001.docx"""
    return f"{decision.number.replace(' ', '_')}_{decision.difference.number}.{ending}"


def register_sheet(decisions: Sequence[Decision], forces: Mapping[int, Force]) -> Sheet:
    """The register as it is shown, one decision a row."""
    header = (
        _("Number of the decision"),
        pgettext("decision", "Title"),
        pgettext("difference", "Number"),
        _("Domain"),
        _("Working group"),
        _("Decided on"),
        pgettext("proposal", "In effect from"),
        pgettext("decision", "State"),
        pgettext("proposal", "Outcome"),
        pgettext("proposal", "What it brings with it"),
        _("Cities"),
        pgettext("proposal", "Expected saving a year"),
        _("Hash of the text"),
    )
    return Sheet(_("Decisions"), header, [_row(decision, forces[decision.id]) for decision in decisions])


def _row(decision: Decision, force: Force) -> tuple[Cell, ...]:
    locale = current_locale()
    return (
        decision.number,
        decision.title,
        decision.difference.number,
        decision.group.domain.name(locale),
        decision.group.name(locale),
        tokyo_date(decision.decided_at),
        decision.effective_on,
        label(force),
        label(decision.outcome),
        _flags(decision),
        _join(f"{facts['city']} {label(_state(facts))}" for facts in decision.positions),
        decision.yearly_saving_yen,
        decision.text_hash,
    )


def _facts(page: DecisionPage) -> tuple[Part, ...]:
    decision = page.decision
    answer = decision.customization_answer
    rows = [
        (_("Decided on"), datetime_words(decision.decided_at)),
        (pgettext("proposal", "In effect from"), date_words(decision.effective_on)),
        (pgettext("decision", "State"), label(page.force)),
        (pgettext("proposal", "Outcome"), label(decision.outcome)),
        (pgettext("proposal", "What it brings with it"), _flags(decision)),
        (pgettext("proposal", "Answer to the customization"), label(answer) if answer else ""),
        (pgettext("proposal", "Expected saving a year"), yen_words(decision.yearly_saving_yen)),
        (_("The board"), _board(decision)),
        (_("Takes the place of"), decision.supersedes.number if decision.supersedes else ""),
        (_("Replaced by"), decision.superseded_by.number if decision.superseded_by else ""),
        (_("Hash of the text"), decision.text_hash),
    ]
    return (Facts(tuple(Fact(name, value) for name, value in rows if value)),)


def _board(decision: Decision) -> str:
    """When the board approved, and on what evidence; empty where it was not asked (S12)."""
    if decision.board is None:
        return ""
    day, evidence = day_words(decision.board["met_on"]), decision.board["evidence"]
    return _("Approved on %(day)s (%(evidence)s)", day=day, evidence=evidence)


def _flags(decision: Decision) -> str:
    return _join(label(flag) for flag in Flag if flag in decision.flag_set)


def _join(words: Any) -> str:
    return pgettext("list of cities", ", ").join(words)


def _text(page: DecisionPage) -> tuple[Part, ...]:
    decision = page.decision
    parts: list[Part] = [Heading(1, _("What was decided")), *from_markdown(decision.body, below=1)]
    for title, source in (
        (pgettext("proposal", "Scope"), decision.scope),
        (pgettext("proposal", "Exceptions and transition"), decision.exceptions),
    ):
        if source:
            parts += [Heading(2, title), *from_markdown(source, below=2)]
    if page.files:
        parts += [
            Heading(2, _("Attachments")),
            listed(f"{file.filename} ({file.sha256})" for file in page.files),
        ]
    return tuple(parts)


def _corrections(corrections: Sequence[ClericalCorrection]) -> tuple[Part, ...]:
    """What slips of the pen in the text should read, as a note under it."""
    if not corrections:
        return ()
    columns = (
        Column(pgettext("correction", "As decided"), 0.4),
        Column(pgettext("correction", "What it should read"), 0.4),
        Column(pgettext("correction", "In effect since"), 0.2),
    )
    rows = tuple(
        (each.old_passage, each.new_passage, date_words(tokyo_date(each.objections_until)))
        for each in corrections
    )
    return (Heading(2, _("Clerical corrections")), Table(columns, rows))


def _ballot(page: DecisionPage) -> tuple[Part, ...]:
    if not page.positions:
        return (Heading(1, _("How the cities voted")), Paragraph(_("There was no ballot on this text.")))
    parts: list[Part] = [Heading(1, _("How the cities voted"))]
    if page.tally:
        met = [
            _("%(condition)s: %(met)s", condition=c.text, met=_("Met") if c.met else _("Not met"))
            for c in page.tally.conditions
        ]
        parts += [Paragraph(" ".join(page.tally.rule)), *_finding(page), listed(met)]
    columns = (
        Column(_("City"), 0.14),
        Column(_("Position"), 0.18),
        Column(_("Reason"), 0.4),
        Column(_("Recorded by"), 0.28),
    )
    return (*parts, Table(columns, tuple(_position(position) for position in page.positions)))


def _finding(page: DecisionPage) -> tuple[Part, ...]:
    """Why two thirds decided after unanimity had failed (B41)."""
    if page.finding is None:
        return ()
    said = _(
        "Ballot %(number)s did not reach unanimity. Finding of the chair (%(who)s, %(at)s): %(reason)s",
        number=page.finding.round.number,
        who=page.finding.recorded_by_printed,
        at=datetime_words(page.finding.recorded_at),
        reason=page.finding.reason,
    )
    return (Paragraph(said),)


def _position(position: DecidedPosition) -> tuple[str, str, str, str]:
    facts = position.facts
    by = facts["by"]
    if facts["evidence"]:
        by = _("%(name)s, on the city's instruction: %(evidence)s", name=by, evidence=facts["evidence"])
    return position.city.name(current_locale()), label(position.state), facts["reason"], by


def _signoff(page: DecisionPage) -> tuple[Part, ...]:
    if not page.signoffs:
        return ()
    parts: list[Part] = [Heading(1, _("Signatures of the managers"))]
    for signoff in page.signoffs:
        boxes = tuple(_box(signature) for signature in signoff.signatures)
        parts.append(Signatures(boxes, caption=_caption(signoff)))
        parts += [Paragraph(f"{label(SignoffState.PASSED_OVER)}: {who}") for who in signoff.passed_over]
    return tuple(parts)


def _caption(signoff: CitySignoff) -> str:
    city = signoff.city.name(current_locale())
    route = signoff.route
    if route is None or not (route.reference_number or route.reference_on):
        return city
    paper = " ".join(part for part in (route.reference_number, date_words(route.reference_on)) if part)
    return _("%(city)s (paper decision %(paper)s)", city=city, paper=paper)


def _box(signature: Mapping[str, Any]) -> SignatureBox:
    return SignatureBox(
        heading=signature["post"],
        name=signer_words(signature["by"], signature["for"]),
        note=datetime_words(datetime.fromisoformat(signature["at"])),
        mark=label(Meaning(signature["meaning"])),
    )


def _alternatives(decision: Decision) -> tuple[Part, ...]:
    if not decision.alternatives:
        return ()
    lines = [
        _(
            "Proposal %(number)s version %(version)s: %(title)s (%(hash)s)",
            number=other["number"],
            version=other["version"],
            title=other["title"],
            hash=other["text_hash"].rpartition(":")[2][:8],
        )
        for other in decision.alternatives
    ]
    return (Heading(1, _("What was not chosen")), listed(lines))


def _state(facts: Mapping[str, Any]) -> CityState:
    return CityState(facts["kind"] or CityState.NONE)
