"""What stands beside the text of minutes: kept with each version, so that what was confirmed stays (M6, M8)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from app.domain.meetings import MeetingForm


@dataclass(frozen=True)
class Named:
    """A name in both languages."""

    ja: str
    en: str

    def name(self, locale: str) -> str:
        """The name in a language."""
        return self.en if locale == "en" else self.ja


@dataclass(frozen=True)
class Attendee:
    """A person of the attendance list: where from, and section, post and name as of that day."""

    affiliation: Named
    associate: bool
    chair: bool
    section: str
    post: str
    name: str


@dataclass(frozen=True)
class Paper:
    """A paper that was handed out, with the hash of its content."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Task:
    """An item that a city took home: on which difference, who, what, until when."""

    difference: str
    city: Named
    owner: str
    task: str
    due_on: date


@dataclass(frozen=True)
class NextMeeting:
    """The meeting of the group that was planned next."""

    number: int
    title: str
    starts_at: datetime
    form: MeetingForm
    place: str


@dataclass(frozen=True)
class MeetingFacts:
    """The facts of one meeting as its record held them; of a written one, present are those it was sent to."""

    group: Named
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    form: MeetingForm
    place: str
    present: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]
    papers: tuple[Paper, ...]
    tasks: tuple[Task, ...]
    next: NextMeeting | None
    written: bool = False

    def to_json(self) -> dict[str, Any]:
        """JSON values only: instants and dates in ISO form."""
        plain: dict[str, Any] = _plain(asdict(self))
        if not self.written:
            del plain["written"]
        return plain

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The facts as they were kept."""
        return cls(
            group=Named(**kept["group"]),
            number=kept["number"],
            title=kept["title"],
            starts_at=datetime.fromisoformat(kept["starts_at"]),
            ends_at=datetime.fromisoformat(kept["ends_at"]),
            form=MeetingForm(kept["form"]),
            place=kept["place"],
            present=tuple(map(_attendee, kept["present"])),
            absent=tuple(map(_attendee, kept["absent"])),
            papers=tuple(Paper(**paper) for paper in kept["papers"]),
            tasks=tuple(map(_task, kept["tasks"])),
            next=_next(kept["next"]) if kept["next"] else None,
            written=kept.get("written", False),
        )


def _attendee(kept: Mapping[str, Any]) -> Attendee:
    return Attendee(**{**kept, "affiliation": Named(**kept["affiliation"])})


def _task(kept: Mapping[str, Any]) -> Task:
    return Task(**{**kept, "city": Named(**kept["city"]), "due_on": date.fromisoformat(kept["due_on"])})


def _next(kept: Mapping[str, Any]) -> NextMeeting:
    starts_at = datetime.fromisoformat(kept["starts_at"])
    return NextMeeting(**{**kept, "starts_at": starts_at, "form": MeetingForm(kept["form"])})


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case date():
            return value.isoformat()
    return value.value if isinstance(value, MeetingForm) else value
