"""Reading the discussion: what threads are about, which come first, and how many queries that takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.discussion import CommentKind
from app.domain.markdown import headings
from app.extensions import db
from app.models import CaucusEntry, Comment, Difference, TakeHomeItem, User
from app.policies.verdicts import NotFound
from app.queries.accounts import user_of_session
from app.queries.caucus import caucus_page, caucus_panel
from app.queries.discussion import (
    ThreadFilter,
    discussion_page,
    discussion_panel,
    thread_page,
)
from app.queries.discussion.panel import THREADS_SHOWN
from app.queries.discussion.places import Place
from app.queries.discussion.threads import REPLIES_A_PAGE, REPLIES_SHOWN, page_of_reply
from app.queries.take_home import ItemFilter, items_page
from app.transaction import transaction
from tests.builders.council import a_group, a_member, a_partner, a_person, a_representative, a_secretary
from tests.builders.differences import a_difference
from tests.builders.discussion import (
    a_comment,
    a_concern,
    a_file,
    a_reply,
    a_settled_concern,
    a_take_home_item,
)
from tests.builders.proposals import a_difference_on_the_table, a_proposal_on_the_table, a_version
from tests.support.queries import counted

if TYPE_CHECKING:
    from tests.conftest import Installation


def test_a_heading_that_a_newer_version_lost_keeps_its_thread_marked_with_its_last_title(
    session: Session,
) -> None:
    difference, viewer = a_difference_on_the_table(), a_secretary()
    proposal = a_proposal_on_the_table(difference)
    kept, lost = headings(proposal.current.body)
    a_comment(difference, viewer, proposal_id=proposal.id, anchor=lost.anchor)
    a_comment(difference, viewer, proposal_id=proposal.id, anchor=kept.anchor)
    a_comment(difference, viewer, proposal_id=proposal.id)
    a_comment(difference, viewer)
    a_version(proposal, body=f"## {kept.title}\n\n本文。\n\n## 別の様式\n\n本文。")

    threads = discussion_panel(difference, viewer, now()).threads
    assert [thread.place for thread in threads] == [
        None,
        Place(proposal.number, ""),
        Place(proposal.number, kept.anchor, kept.title),
        Place(proposal.number, lost.anchor, lost.title, gone=True),
    ]


def test_open_concerns_come_first_then_the_newest_threads(session: Session) -> None:
    difference, viewer = a_difference(), a_secretary()
    concern = a_concern(difference, viewer)
    settled = a_settled_concern(difference, viewer)
    others = [a_comment(difference, viewer) for _ in range(THREADS_SHOWN)]
    panel = discussion_panel(difference, viewer, now())

    shown = [thread.comment.id for thread in panel.threads]
    assert shown == [concern.id, *(comment.id for comment in reversed(others[1:]))]
    assert settled.id not in shown
    assert (panel.thread_count, panel.open_concerns) == (THREADS_SHOWN + 2, 1)


def test_a_thread_shows_its_last_replies_and_says_how_many_there_are(session: Session) -> None:
    difference, viewer = a_difference(), a_secretary()
    thread = a_comment(difference, viewer)
    replies = [a_reply(thread, viewer) for _ in range(REPLIES_SHOWN + 2)]
    (view,) = discussion_panel(difference, viewer, now()).threads

    assert [reply.id for reply in view.replies] == [reply.id for reply in replies[-REPLIES_SHOWN:]]
    assert view.reply_count == len(replies)


def test_a_long_thread_is_paged_and_a_reply_knows_its_page(session: Session) -> None:
    difference, viewer = a_difference(), a_secretary()
    thread = a_comment(difference, viewer)
    _many_replies(thread, viewer, REPLIES_A_PAGE + 1)
    first, second = (thread_page(thread.id, viewer, number, now()).replies for number in (1, 2))

    assert (len(first.items), len(second.items), first.total) == (REPLIES_A_PAGE, 1, REPLIES_A_PAGE + 1)
    assert [page_of_reply(reply) for reply in (first.items[-1], second.items[0])] == [1, 2]


def test_a_discussion_is_filtered_by_kind_state_and_place(session: Session) -> None:
    difference, viewer = a_difference_on_the_table(), a_secretary()
    proposal = a_proposal_on_the_table(difference)
    anchor = headings(proposal.current.body)[0].anchor
    question = a_comment(difference, viewer, kind=CommentKind.QUESTION)
    concern, settled = a_concern(difference, viewer), a_settled_concern(difference, viewer)
    at_heading = a_comment(difference, viewer, proposal_id=proposal.id, anchor=anchor)

    def found(**chosen: object) -> list[int]:
        page = discussion_page(difference.number, viewer, ThreadFilter(**chosen), 1, now())  # type: ignore[arg-type]
        return [thread.comment.id for thread in page.threads]

    assert found() == [at_heading.id, settled.id, concern.id, question.id]
    assert found(kind=CommentKind.QUESTION) == [question.id]
    assert found(kind=CommentKind.CONCERN) == [settled.id, concern.id]
    assert found(open=True) == [concern.id]
    assert found(proposal=proposal.number) == [at_heading.id]
    assert found(anchor=anchor) == [at_heading.id]
    assert found(proposal=9) == []


def test_a_partner_of_another_group_knows_of_no_discussion(session: Session) -> None:
    difference = a_difference()
    comment, item = a_comment(difference), a_take_home_item(difference)
    stranger = a_partner(a_group([], "EDU-03"))

    for reading in (
        lambda: discussion_page(difference.number, stranger, ThreadFilter(), 1, now()),
        lambda: thread_page(comment.id, stranger, 1, now()),
    ):
        with pytest.raises(NotFound):
            reading()
    assert items_page(ItemFilter(), stranger, 1, now()).items == ()
    assert [
        view.item.id for view in items_page(ItemFilter(), a_partner(difference.group), 1, now()).items
    ] == [item.id]


def test_items_are_listed_most_urgent_first_and_filtered_by_city_group_state_and_owner(
    session: Session,
) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    difference = a_difference(group)
    owner = a_member(group, mine)
    later = a_take_home_item(difference, mine, task="あと", owner_id=owner.id)
    today = a_take_home_item(difference, other, due_on=now().date())

    def found(**chosen: object) -> list[int]:
        page = items_page(ItemFilter(**chosen), owner, 1, now())  # type: ignore[arg-type]
        return [view.item.id for view in page.items]

    assert found() == [today.id, later.id]
    assert found(city=mine.code) == [later.id]
    assert found(group="EDU-02") == [today.id, later.id]
    assert found(group="EDU-03") == []
    assert found(mine=True) == [later.id]
    assert found(state="done") == []
    assert found(state="overdue") == []
    with transaction():
        session.get_one(TakeHomeItem, today.id).due_on = now().date().replace(day=1)
    assert found(state="overdue") == [today.id]


def test_the_number_of_queries_does_not_grow_with_the_discussion(
    installation: Installation, session: Session
) -> None:
    group = a_group()
    city = group.cities[0].city
    viewer, reader = a_representative(group, city), a_person(city)
    few, many = (_talked_about(a_difference(group), viewer, count) for count in (10, 100))
    readings = {
        "panel": (lambda d, who: discussion_panel(d, who, now()), 22),
        "caucus panel": (lambda d, who: caucus_panel(d, who, now()), 6),
        "discussion": (lambda d, who: discussion_page(d.number, who, ThreadFilter(), 1, now()), 22),
        "items": (lambda d, who: items_page(ItemFilter(group="EDU-02"), who, 1, now()), 12),
    }
    for who in (viewer.id, reader.id):
        for name, (read, most) in readings.items():
            counts = [_cost(installation, session, read, difference, who) for difference in (few, many)]
            assert counts[0] == counts[1], name
            assert counts[1] <= most, name


def test_the_number_of_queries_does_not_grow_with_a_thread_or_a_caucus(
    installation: Installation, session: Session
) -> None:
    group = a_group()
    viewer = a_representative(group, group.cities[0].city)
    few, many = (_talked_about(a_difference(group), viewer, count) for count in (10, 100))
    threads = {
        id_: session.scalars(
            select(Comment.parent_id).where(Comment.difference_id == id_, Comment.parent_id.is_not(None))
        ).first()
        or 0
        for id_ in (few, many)
    }
    author = viewer.id
    for read, most in (
        (lambda d, who: thread_page(threads[d.id], who, 1, now()), 16),
        (lambda d, who: caucus_page(d.number, who, 1, now()), 10),
    ):
        counts = [_cost(installation, session, read, difference, author) for difference in (few, many)]
        assert counts[0] == counts[1] <= most


def _cost(
    installation: Installation,
    session: Session,
    read: Callable[[Difference, User], object],
    difference_id: int,
    person_id: int,
) -> int:
    session.expunge_all()
    person = user_of_session(f"{person_id}:0")
    assert person is not None
    fresh = session.get_one(Difference, difference_id), person
    with counted(installation.database) as statements:
        read(*fresh)
    return len(statements)


def _talked_about(difference: Difference, author: User, count: int) -> int:
    """The id of a difference with many of everything: concerns with replies and files, items, caucus entries."""
    with transaction():
        for _ in range(count):
            shared = {"author_id": author.id, "author_printed": author.printed, "created_at": now()}
            db.session.add_all(
                [
                    Comment(
                        difference_id=difference.id,
                        kind=CommentKind.CONCERN,
                        body="懸念",
                        city_id=author.city_id,
                        **shared,
                    ),
                    TakeHomeItem(
                        difference_id=difference.id,
                        city_id=author.city_id,
                        owner_id=author.id,
                        task="確かめる",
                        due_on=now().date(),
                        created_by_id=author.id,
                        created_at=now(),
                    ),
                    CaucusEntry(difference_id=difference.id, city_id=author.city_id, body="内輪", **shared),
                ]
            )
    _many_replies(a_concern(difference, author, files=[a_file()]), author, count)
    return difference.id


def _many_replies(thread: Comment, author: User, count: int) -> None:
    with transaction():
        db.session.add_all(
            Comment(
                difference_id=thread.difference_id,
                parent_id=thread.id,
                kind=CommentKind.COMMENT,
                body="返信",
                author_id=author.id,
                author_printed=author.printed,
                created_at=now(),
            )
            for _ in range(count)
        )
