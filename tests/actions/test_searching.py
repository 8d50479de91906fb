"""The index follows the texts in the same transaction, and agrees with looking into every text (A6, A1, L8, M5)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.differences import withdraw
from app.actions.redaction import redact_comment, redact_practice
from app.actions.searching import reindex
from app.clock import now
from app.domain.meetings import MinutesState
from app.domain.redaction import RedactionGround
from app.domain.searching import SearchKind, folded, grams_of, holds, shown_form, words_of
from app.extensions import db
from app.models import SearchDocument, User
from app.policies.verdicts import Invalid
from app.queries.search import search
from app.transaction import transaction
from tests.builders.council import a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_difference, a_practice, a_proposing_difference
from tests.builders.discussion import a_caucus_entry, a_comment, a_draft_position, a_settled_concern
from tests.builders.manual import a_section, a_text, an_edition
from tests.builders.meetings import a_meeting, an_item, some_minutes
from tests.builders.proposals import a_difference_on_the_table, a_proposal, a_version
from tests.builders.searching import found, kinds_found
from tests.conftest import Installation

WORD = "督促"


def test_a6_a_two_character_word_finds_each_kind_of_thing(session: Session) -> None:
    group = a_group()
    difference = a_proposing_difference(group)
    author = a_representative(group, group.cities[0].city)
    a_comment(difference, author, body="督促状の様式を確かめたい。")
    a_proposal(difference, title="督促の時期をそろえる")
    a_practice(difference, group.cities[0].city, "督促は二十日後に行う。", author)
    a_difference(group, title="督促状の発送日")
    a_quick_decision(group, title="督促状の様式")
    meeting = a_meeting(group, a_secretary())
    an_item(meeting, None, a_secretary(), title="督促について")
    a_text(a_section(group), body="督促は次のとおり行う。")
    an_edition()

    assert set(kinds_found(WORD)) == {
        "comment", "decision", "difference", "meeting", "paragraph", "practice", "proposal",
    }  # fmt: skip


def test_a6_a_new_text_takes_the_place_of_the_old_one(session: Session) -> None:
    proposal = a_proposal(body="督促は電話で行う。")
    a_version(proposal, body="催告は文書で行う。")
    assert (kinds_found(WORD), kinds_found("催告")) == ([], ["proposal"])


def test_a6_an_act_that_fails_leaves_the_index_as_it_was(session: Session) -> None:
    difference = a_difference(title="督促状の発送日")
    number = difference.number
    keeper = a_secretary()
    with pytest.raises(Invalid), transaction():
        withdraw(number, keeper, reason=" ")
    with pytest.raises(ZeroDivisionError), transaction():
        withdraw(number, keeper, reason="督励のため")
        raise ZeroDivisionError
    assert (kinds_found(WORD), kinds_found("督励")) == (["difference"], [])


def test_l8_what_was_withdrawn_is_found_by_its_reason(session: Session) -> None:
    difference = a_difference()
    number, keeper = difference.number, a_secretary()
    with transaction():
        withdraw(number, keeper, reason="法令の改正により解決したため。")
    assert kinds_found("改正 解決") == ["difference"]
    assert kinds_found(number.lower()) == ["difference"]


def test_a6_a_resolution_is_found_with_its_concern(session: Session) -> None:
    difference = a_difference_on_the_table()
    concern = a_settled_concern(difference, a_secretary())
    assert (SearchKind.COMMENT.value, concern.id) in found(concern.resolution[:6])


def test_a6_only_the_latest_edition_is_found(session: Session) -> None:
    group = a_group()
    a_quick_decision(group, body="督促は二十日後に行う。")
    an_edition()
    first = found(WORD, kind=SearchKind.PARAGRAPH)
    a_quick_decision(group, body="催告は文書で行う。")
    an_edition()
    second = found(WORD, kind=SearchKind.PARAGRAPH)

    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert len(found("催告", kind=SearchKind.PARAGRAPH)) == 1


def test_m5_minutes_are_found_once_they_are_circulated(session: Session) -> None:
    group = a_group()
    difference = a_difference_on_the_table(group)
    some_minutes(group, [difference], until=MinutesState.DRAFT)
    assert "minutes" not in kinds_found(difference.number)
    circulated = some_minutes(group, [difference], until=MinutesState.CIRCULATED)
    assert (SearchKind.MINUTES.value, circulated.minutes.id) in found(difference.number)


def test_a1_nobody_finds_a_caucus_not_even_its_own_city(session: Session) -> None:
    difference = a_difference_on_the_table()
    author = a_representative(difference.group, difference.group.cities[0].city)
    a_caucus_entry(difference, author, "ほととぎすの件")
    a_draft_position(difference, author, reason="ほととぎすによる")
    for viewer in (author, a_secretary()):
        assert found("ほととぎす", viewer) == []
    assert (
        db.session.scalar(text("SELECT count(*) FROM search_documents WHERE text LIKE '%ほととぎす%'")) == 0
    )


def test_a6_a_partner_finds_what_stands_in_its_groups_only(session: Session) -> None:
    school = a_group()
    tax = a_group([place.city for place in school.cities], code="TAX-01", domain=a_domain("TAX", "税"))
    a_difference(school, title="督促状の発送日")
    a_difference(tax, title="督促状の様式")
    page = search(WORD, None, a_partner(school), now(), 1)

    assert [hit.document.group_id for hit in page.hits] == [school.id]
    assert page.counts == {SearchKind.DIFFERENCE: 1}
    assert len(found(WORD)) == 2


def test_a5_a_redacted_text_is_found_no_more(session: Session) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    comment = a_comment(difference, a_secretary(), body="督促先の氏名")
    practice = a_practice(difference, city, "督促先の住所")
    comment_id, revision_id, keeper = comment.id, practice.current.id, a_secretary()
    assert kinds_found("督促先") == ["comment", "practice"]
    with transaction():
        redact_comment(
            comment_id, keeper, ground=RedactionGround.PERSONAL_INFORMATION, reason="氏名が書かれていたため。"
        )
    with transaction():
        redact_practice(
            revision_id,
            keeper,
            ground=RedactionGround.PERSONAL_INFORMATION,
            reason="住所が書かれていたため。",
        )

    assert found("督促先") == []
    left = select(SearchDocument.id).where(SearchDocument.folded.contains("督促先"))
    assert session.scalars(left).all() == []


TEXTS = st.text(st.sampled_from("督促状のTaxa1 　-・ガｶﾞ𠮷_%"), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=5), TEXTS)
def test_a6_the_index_agrees_with_looking_into_every_text(
    installation: Installation, session: Session, texts: list[str], typed: str
) -> None:
    viewer, group_id = _reader(session)
    with transaction():
        for old in session.scalars(select(SearchDocument)).all():
            session.delete(old)
        session.flush()
        for place, each in enumerate(texts, 1):
            session.add(_document(place, each, group_id))
    words = words_of(typed)
    expected = [place for place, each in enumerate(texts, 1) if words and holds(each, words)]
    hits = search(typed, None, viewer, now(), 1).hits
    assert sorted(hit.document.subject_id for hit in hits) == expected


def _reader(session: Session) -> tuple[User, int]:
    known = session.info.get("reader")
    if known is None:
        known = session.info["reader"] = (a_secretary().id, a_group([]).id)
    return session.get_one(User, known[0]), known[1]


def _document(place: int, body: str, group_id: int) -> SearchDocument:
    return SearchDocument(
        kind=SearchKind.COMMENT, subject_id=place, group_id=group_id, title="", text=shown_form(body),
        folded=folded(body), grams=" ".join(grams_of(folded(body))), place={}, at=now(),
    )  # fmt: skip


def test_a6_building_the_index_anew_finds_the_same(session: Session) -> None:
    difference = a_difference_on_the_table()
    a_comment(difference, a_secretary(), body="督促状の様式を確かめたい。")
    before = found("発送"), found(WORD)
    with transaction():
        db.session.execute(text("UPDATE search_documents SET folded = '', text = ''"))
    assert found(WORD) == []
    with transaction():
        count = reindex()

    assert (found("発送"), found(WORD)) == before
    assert count == len(session.scalars(select(SearchDocument.id)).all())


def test_a6_a_thing_stands_in_the_index_once(session: Session) -> None:
    a_difference()
    row = session.scalars(select(SearchDocument)).first()
    assert row is not None
    copy = {c.name: getattr(row, c.name) for c in SearchDocument.__table__.columns if c.name != "id"}
    with pytest.raises(IntegrityError, match=r"uq_search_documents_subject|search_documents\.kind"):
        session.connection().execute(SearchDocument.__table__.insert().values(**copy))  # type: ignore[attr-defined]
