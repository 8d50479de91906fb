"""Minutes as they read, in the order of M8: the one source of the page and of every file (M10).

Facts come from the version, so that what a city confirmed stays; decisions and tallies from the register (M7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.calendar import tokyo_date
from app.domain.meeting_facts import MeetingFacts
from app.domain.meetings import MeetingForm, MinutesLayout, MinutesState, WrittenForm
from app.domain.minutes import CONCLUSION_TITLES
from app.domain.passages import only_under
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import pgettext as _p
from app.models import Minutes, MinutesCorrection, MinutesVersion
from app.policies.meetings import confirming_cities
from app.queries.meetings.confirming import corrections_of
from app.queries.meetings.listings import (
    Listing,
    decisions_listing,
    one_line,
    people_listing,
    tasks_listing,
)
from app.queries.meetings.references import bound
from app.wording import label
from app.wording.dates import paper_datetime_words
from app.wording.meetings import meeting_time_words
from app.wording.planning import written_span_words


@dataclass(frozen=True)
class Confirmation:
    """A city's box: who confirmed and when, or that it is awaited."""

    city: str
    name: str
    note: str


@dataclass(frozen=True)
class CorrectionShown:
    """What was appended to final minutes, when, by whom, and which cities confirmed it."""

    number: int
    title: str
    body: str
    note: str


@dataclass(frozen=True)
class MinutesSheet:
    """The whole of one version of minutes in words of the current language; body is Markdown without references.

    layout says how much of it is shown, note what it leaves out.
    """

    layout: MinutesLayout
    title: str
    subtitle: str
    number: str
    short_name: str
    day: date
    stamp: str
    imprint: str
    note: str
    facts: tuple[tuple[str, str], ...]
    present: Listing
    absent: Listing | None
    papers: tuple[str, ...]
    body: str
    decisions: Listing
    tasks: Listing
    next: str
    confirmations: tuple[Confirmation, ...]
    corrections: tuple[CorrectionShown, ...]


def minutes_sheet(
    minutes: Minutes, version: MinutesVersion, at: datetime, layout: MinutesLayout = MinutesLayout.SUMMARY
) -> MinutesSheet:
    """How a version of the minutes reads in one of its layouts; by a bounded number of queries."""
    facts = MeetingFacts.from_json(version.facts)
    refers_to = bound(version.body, minutes.meeting.group)
    return MinutesSheet(
        layout=layout,
        title=_title(facts, layout),
        subtitle=facts.title,
        number=minutes.numbered.number if minutes.numbered else "",
        short_name=_("%(group)s meeting %(number)s", group=minutes.meeting.group.code, number=facts.number),
        day=tokyo_date(facts.starts_at),
        stamp=_stamp(minutes, version),
        imprint=_imprint(minutes, version),
        note=_note(layout),
        facts=_facts(facts),
        present=people_listing(
            _p("minutes", "Sent to") if facts.written else _p("minutes", "Present"), facts.present
        ),
        absent=None if facts.written else people_listing(_p("minutes", "Absent"), facts.absent),
        papers=tuple(paper.name for paper in facts.papers),
        body=refers_to.markdown(_shown(version.body, layout)),
        decisions=decisions_listing(refers_to),
        tasks=tasks_listing(facts),
        next=_next(facts),
        confirmations=_confirmations(minutes, version, at),
        corrections=tuple(_correction(minutes, each, at) for each in corrections_of(minutes)),
    )


def _title(facts: MeetingFacts, layout: MinutesLayout) -> str:
    named = {"group": facts.group.name(current_locale()), "number": facts.number}
    if layout is MinutesLayout.RESULTS:
        return _("%(group)s, meeting no. %(number)s: minutes (results only)", **named)
    return _("%(group)s, meeting no. %(number)s: minutes", **named)


def _note(layout: MinutesLayout) -> str:
    if layout is MinutesLayout.SUMMARY:
        return ""
    return _("Explanations and opinions are left out here. What the cities confirm is the whole text.")


def _shown(body: str, layout: MinutesLayout) -> str:
    """The text as far as a layout shows it: all of it, or the conclusion of each item."""
    if layout is MinutesLayout.SUMMARY:
        return body
    return only_under(body, CONCLUSION_TITLES, _("See the summary record."))


def _stamp(minutes: Minutes, version: MinutesVersion) -> str:
    if minutes.state is MinutesState.FINAL and version.number == minutes.last_version:
        return ""
    if version.number != minutes.last_version:
        return _p("minutes", "Draft (superseded)")
    if minutes.state is MinutesState.DRAFT:
        return _p("minutes", "Draft")
    return _("Draft (%(state)s)", state=label(minutes.state))


def _imprint(minutes: Minutes, version: MinutesVersion) -> str:
    final = minutes.state is MinutesState.FINAL and version.number == minutes.last_version
    shown = minutes.final_hash if final and minutes.final_hash else version.text_hash
    return _("Version %(number)s, hash %(hash)s", number=version.number, hash=shown.rpartition(":")[2][:16])


def _facts(facts: MeetingFacts) -> tuple[tuple[str, str], ...]:
    """Name and number, time, place and form, who chaired."""
    form = label(WrittenForm.WRITTEN if facts.written else facts.form)
    place = form if not facts.place else _("%(place)s (%(form)s)", place=facts.place, form=form)
    if facts.form is MeetingForm.ONLINE and facts.place:
        place = _("%(form)s (%(place)s)", place=facts.place, form=form)
    chairs = [one_line(person) for person in facts.present if person.chair]
    rows = [
        (_p("minutes", "Meeting"), _name_of(facts)),
        (_p("minutes", "Date and time"), _time(facts)),
        (_p("minutes", "Place"), place),
    ]
    return (*rows, *((_p("minutes", "Chair"), name) for name in chairs))


def _time(facts: MeetingFacts) -> str:
    if facts.written:
        return written_span_words(facts.starts_at, facts.ends_at, sent=True)
    return meeting_time_words(facts.starts_at, facts.ends_at)


def _name_of(facts: MeetingFacts) -> str:
    said = _(
        "%(group)s, meeting no. %(number)s", group=facts.group.name(current_locale()), number=facts.number
    )
    return f"{said} {facts.title}" if facts.title else said


def _next(facts: MeetingFacts) -> str:
    if facts.next is None:
        return _("Not planned yet.")
    said = _(
        "Meeting no. %(number)s, %(at)s",
        number=facts.next.number,
        at=paper_datetime_words(facts.next.starts_at),
    )
    where = facts.next.place or label(facts.next.form)
    return f"{said} {where}"


def _confirmations(minutes: Minutes, version: MinutesVersion, at: datetime) -> tuple[Confirmation, ...]:
    """The cities that confirmed the version; of the present one, until it is final, those that still must (M5)."""
    locale = current_locale()
    given = {each.city_id: each for each in version.confirmations}
    cities = {each.city_id: each.city for each in version.confirmations}
    if minutes.state is not MinutesState.FINAL and version.number == minutes.last_version:
        cities |= {city.id: city for city in confirming_cities(minutes.meeting, at)}
    boxes = []
    for city in sorted(cities.values(), key=lambda city: city.code):
        one = given.get(city.id)
        name = one.user_printed.removeprefix(city.name_ja).strip() if one else ""
        note = _("Confirmed %(at)s", at=paper_datetime_words(one.at)) if one else _("Not confirmed yet")
        boxes.append(Confirmation(city.name(locale), name, note))
    return tuple(boxes)


def _correction(minutes: Minutes, correction: MinutesCorrection, at: datetime) -> CorrectionShown:
    locale = current_locale()
    given = {each.city_id for each in correction.confirmations}
    missing = [city for city in confirming_cities(minutes.meeting, at) if city.id not in given]
    said = [
        _(
            "Appended %(at)s by %(who)s.",
            at=paper_datetime_words(correction.at),
            who=correction.author_printed,
        )
    ]
    said += _listed(
        _("Confirmed by %(cities)s."), (each.city.name(locale) for each in correction.confirmations)
    )
    said += _listed(_("Not confirmed yet by %(cities)s."), (city.name(locale) for city in missing))
    title = _("Correction %(number)s", number=correction.number)
    return CorrectionShown(correction.number, title, correction.body, " ".join(said))


def _listed(sentence: str, cities: Iterable[str]) -> list[str]:
    names = _(", ").join(cities)
    return [sentence % {"cities": names}] if names else []
