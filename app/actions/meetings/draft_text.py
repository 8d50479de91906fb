"""The text a draft of minutes begins with: Markdown made of what happened, one section for each item (M8, M9)."""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.discussion import CommentKind
from app.domain.markdown import plain_text
from app.domain.minutes import escaped
from app.domain.rounds import RoundState
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import pgettext as _p
from app.models import Comment, Decision, Round, TakeHomeItem
from app.queries.meetings.material import ItemMaterial, Material
from app.queries.meetings.references import decision_reference, round_reference
from app.wording import label
from app.wording.dates import deadline_words, paper_date_words


def draft_text(material: Material) -> str:
    """The whole text; decisions and tallies stand in it as references (M7)."""
    sections = [_item(place, each) for place, each in enumerate(material.items, 1)]
    beside = [*_results(material.rounds, material.decisions), *_tasks(material.tasks)]
    if beside or not sections:
        lines = beside or [_p("minutes", "Nothing in particular.")]
        sections.append("\n\n".join(["## " + _p("minutes", "Other matters"), *lines]))
    return "\n\n".join(sections)


def _item(place: int, material: ItemMaterial) -> str:
    item = material.item
    title = escaped(item.title)
    if item.difference:
        title = _("%(title)s (%(number)s)", title=title, number=item.difference.number)
    explanation = item.explanation or (item.difference.why if item.difference else "")
    return "\n\n".join(
        [
            "## " + _p("minutes", "Item %(number)s: %(title)s", number=place, title=title),
            "### " + _p("minutes", "Explanation"),
            explanation or _p("minutes", "Nothing in particular."),
            "### " + _p("minutes", "Main opinions"),
            "\n".join(map(_opinion, material.comments)) or _p("minutes", "Nothing in particular."),
            "### " + _p("minutes", "Conclusion"),
            *_conclusion(material),
        ]
    )


def _opinion(comment: Comment) -> str:
    """One line: who with city and name, the kind where it was more than a remark, what, and how it was answered."""
    who = escaped(comment.author_printed)
    if comment.kind is not CommentKind.COMMENT:
        who = _("%(who)s (%(kind)s)", who=who, kind=label(comment.kind))
    said = f"- **{who}** {_one_line(comment.body)}"
    if comment.resolution:
        said += " " + _("→ Answer: %(answer)s", answer=_one_line(comment.resolution))
    return said


def _one_line(markdown: str) -> str:
    return escaped(plain_text(markdown))


def _conclusion(material: ItemMaterial) -> Iterator[str]:
    item = material.item
    ended = f"**{label(item.conclusion)}**" if item.conclusion else _("No conclusion was recorded.")
    text = item.conclusion_text
    # A text that begins with a list or a table is not run into the line before it.
    yield f"{ended} {text}" if text and "\n" not in text else ended
    if "\n" in text:
        yield text
    yield from _results(material.rounds, material.decisions)
    yield from _tasks(material.tasks)


def _results(rounds: Sequence[Round], decisions: Sequence[Decision]) -> Iterator[str]:
    """Each on its own line, which shows it at length."""
    for round in rounds:
        if round.state is RoundState.OPEN:
            yield _(
                "A ballot on %(number)s was opened. It closes on %(at)s.",
                number=round.difference.number,
                at=deadline_words(round.closes_at),
            )
        else:
            yield str(round_reference(round))
    for decision in decisions:
        yield str(decision_reference(decision))


def _tasks(tasks: Iterable[TakeHomeItem]) -> Iterator[str]:
    lines = [
        _(
            "- Taken home by %(city)s%(owner)s: %(task)s (due %(day)s)",
            city=task.city.name(current_locale()),
            owner=_owner(task),
            task=escaped(task.task),
            day=paper_date_words(task.due_on),
        )
        for task in tasks
    ]
    if lines:
        yield "\n".join(lines)


def _owner(task: TakeHomeItem) -> str:
    if task.owner is None:
        return ""
    name = " ".join(part for part in (task.owner.full_post, task.owner.name) if part)
    return _(" (%(owner)s)", owner=escaped(name))
