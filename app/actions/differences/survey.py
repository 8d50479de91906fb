"""The survey: asking every city what it does today, stating it, and closing the survey."""

from datetime import date, datetime, timedelta

from app.actions.attachments import Files, accepted, attach, hashes_of
from app.actions.differences.texts import checked_markdown, line, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.hashing import digest
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.roles import CITY_ROLES
from app.domain.workflow import Act
from app.extensions import db
from app.i18n import current_locale, pgettext
from app.models import Attachment, City, Difference, Practice, PracticeRevision, User
from app.policies.differences import may_close_survey, may_open_survey, may_state_practice
from app.policies.standing import is_secretariat
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import the_council
from app.queries.differences import lock_difference, unanswered_cities
from app.queries.differences.practices import practice_of
from app.queries.roles import people_of_group


class PracticeConflict(Exception):
    """A colleague stated the city's practice meanwhile; theirs is the revision that stands now."""

    def __init__(self, theirs: PracticeRevision) -> None:
        super().__init__(f"revision {theirs.number}")
        self.theirs = theirs


def open_survey(
    number: str, actor: User, *, due_on: date | None = None, seen: int | None = None
) -> Difference:
    """Ask every participating city for its current practice, until the end of a day (B27)."""
    difference = lock_difference(number)
    at = now()
    ensure(may_open_survey(actor, difference, at, seen))
    today = tokyo_date(at)
    due_on = due_on or today + timedelta(days=the_council().survey_days)
    if due_on < today:
        raise Invalid("due_on", "day_is_past")
    difference.survey_due_at = end_of_day_tokyo(due_on)
    move(difference, Act.OPEN_SURVEY, actor, EventKind.SURVEY_OPENED, after={"due_on": due_on.isoformat()})
    people = people_of_group(difference.group, at, kinds=CITY_ROLES)
    notify(
        people,
        NoticeKind.SURVEY_OPENED,
        subject=difference,
        difference=difference,
        key=str(difference.stage_serial),
        due_on=due_on.isoformat(),
    )
    return difference


def state_practice(
    number: str,
    city_id: int,
    actor: User,
    *,
    body: str,
    source: str = "",
    legal_basis: str = "",
    yearly_volume: int | None = None,
    is_example: bool = False,
    instruction: str = "",
    files: Files = (),
    base: int | None = None,
    key: str = "",
) -> Practice:
    """Record what a city does today as a new revision; stating the same again leaves no trace (L7).

    base is the revision the form was rendered from, 0 for none; another one since raises PracticeConflict.
    """
    difference = lock_difference(number)
    at = now()
    city = db.session.get(City, city_id)
    if city is None:
        raise NotFound
    ensure(may_state_practice(actor, difference, city, at))
    said = _said(body, source, legal_basis, yearly_volume, is_example)
    instruction = _instruction(instruction, actor)
    kept = accepted(files)
    fresh = claim_key(key, actor)
    practice = practice_of(difference, city)
    if practice is None:
        practice = Practice(difference=difference, city=city, last_revision=0)
    elif not fresh or (not kept and _facts(practice.current) == said):
        return practice
    elif base is not None and base != practice.last_revision:
        raise PracticeConflict(practice.current)
    revision = _next_revision(practice, said, instruction, actor, at)
    attached = attach(kept, actor, at, difference=difference, practice_revision_id=revision.id)
    difference.no_difference_until, difference.no_difference_reason = None, ""
    _record(revision, practice, actor, attached)
    return practice


def close_survey(number: str, actor: User, *, reason: str = "", seen: int | None = None) -> Difference:
    """Go on to proposals once every city answered; with a reason also without those that did not."""
    difference = lock_difference(number)
    at = now()
    ensure(may_close_survey(actor, difference, at, seen))
    unanswered = unanswered_cities(difference, at)
    if unanswered and not is_reason(reason):
        names = pgettext("list of cities", ", ").join(city.name(current_locale()) for city in unanswered)
        raise Invalid("reason", "survey_incomplete", cities=names)
    move(
        difference,
        Act.CLOSE_SURVEY,
        actor,
        EventKind.SURVEY_CLOSED,
        after={
            "unanswered": [_named(city) for city in unanswered],
            "reason": checked_markdown("reason", reason),
        },
    )
    return difference


def _named(city: City) -> dict[str, str]:
    return {"code": city.code, "name_ja": city.name_ja, "name_en": city.name_en}


def _said(
    body: str, source: str, legal_basis: str, yearly_volume: int | None, is_example: bool
) -> dict[str, object]:
    """What is stated, in the form in which it is stored and compared."""
    if yearly_volume is not None and yearly_volume < 0:
        raise Invalid("yearly_volume", "volume_is_negative")
    return {
        "body": said_in_words("body", body, "needs_words"),
        "source": line("source", source),
        "legal_basis": line("legal_basis", legal_basis),
        "yearly_volume": yearly_volume,
        "is_example": is_example,
    }


def _facts(revision: PracticeRevision) -> dict[str, object]:
    names = ("body", "source", "legal_basis", "yearly_volume", "is_example")
    return {name: getattr(revision, name) for name in names}


def _instruction(instruction: str, actor: User) -> str:
    """The city's instruction on which the secretariat acts; a city's own people need none."""
    if not is_secretariat(actor):
        return ""
    if not is_reason(instruction):
        raise Invalid("instruction", "instruction_required")
    return line("instruction", instruction)


def _next_revision(
    practice: Practice, said: dict[str, object], instruction: str, actor: User, at: datetime
) -> PracticeRevision:
    practice.last_revision += 1
    revision = PracticeRevision(
        **said,
        number=practice.last_revision,
        instruction=instruction,
        stated_by_id=actor.id,
        stated_by_printed=actor.printed,
        stated_at=at,
    )
    practice.revisions.append(revision)
    db.session.add(practice)
    db.session.flush()
    db.session.expire(practice, ["current"])
    return revision


def _record(revision: PracticeRevision, practice: Practice, actor: User, attached: list[Attachment]) -> None:
    record(
        EventKind.PRACTICE_STATED,
        actor=actor,
        subject=revision,
        difference=practice.difference,
        on_behalf_of=practice.city_id if is_secretariat(actor) else None,
        before={"revision": revision.number - 1},
        after={
            "difference": practice.difference.number,
            "revision": revision.number,
            "city": practice.city.code,
            "text_hash": digest(revision.body.encode()),
            "is_example": revision.is_example,
            "instruction_hash": digest(revision.instruction.encode()) if revision.instruction else None,
            "files": hashes_of(attached),
        },
    )
