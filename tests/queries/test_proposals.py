"""What pages show of proposals: comparisons, effects, the panel of a difference, both sides of a conflict (T10-T12)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.comparison import RowKind
from app.domain.diffs import Change
from app.domain.effects import EffectKind
from app.domain.texts import Flag, TextPart
from app.models import ProposalVersion
from app.policies.verdicts import NotFound
from app.queries.proposals.comparisons import compare_versions
from app.queries.proposals.conflicts import as_version, combined, edit_conflict
from app.queries.proposals.effects import effects_of
from app.queries.proposals.one import proposal_named, version_numbered
from app.queries.proposals.panel import proposals_panel
from app.transaction import transaction
from tests.builders.council import a_group, a_partner, a_representative, a_secretary
from tests.builders.differences import a_practice, a_proposing_difference, a_surveying_difference
from tests.builders.proposals import TEXT, a_proposal, a_proposal_on_the_table, a_version
from tests.conftest import Installation
from tests.support.queries import counted


def _text(**changes: object) -> ProposalVersion:
    return as_version(replace(TEXT, **changes).text(), None)  # type: ignore[arg-type]


def test_t11_only_the_characters_that_changed_are_marked() -> None:
    comparison = compare_versions(_text(title="宇宙線の観測"), _text(title="宇宙線観測"))

    assert [part.part for part in comparison.changed] == [TextPart.TITLE]
    marked = [(s.kind, s.text) for s in comparison.parts[0].inline if s.kind is not Change.EQUAL]
    assert marked == [(Change.DELETE, "の")]


def test_t12_every_part_of_the_text_is_compared() -> None:
    changed = _text(
        title="別の題名",
        body="別の本文",
        scope="市立小学校",
        exceptions="日野市は従前の例による。",
        effective_on=date(2027, 4, 1),
        flags=frozenset({Flag.BASIC_POLICY}),
    )
    parts = {part.part for part in compare_versions(_text(), changed).changed}

    assert parts == set(TextPart) - {
        TextPart.OUTCOME,
        TextPart.CUSTOMIZATION_ANSWER,
        TextPart.ATTACHMENTS,
        TextPart.YEARLY_SAVING,
    }


def test_t12_a_text_is_compared_as_it_reads_unless_only_its_form_changed() -> None:
    old = _text(body="## 時期\n\n一月に送る。")
    words = compare_versions(old, _text(body="# 時期\n\n二月に送る。")).parts[0]
    form = compare_versions(old, _text(body="# 時期\n\n一月に送る。")).parts[0]
    marks = compare_versions(old, _text(body="# 時期\n\n二月に送る。"), marks=True).parts[0]

    assert [row.kind for row in words.rows] == [RowKind.EQUAL, RowKind.CHANGED]
    assert [row.kind for row in form.rows] == [RowKind.CHANGED, RowKind.EQUAL]
    assert [row.kind for row in marks.rows] == [RowKind.CHANGED, RowKind.CHANGED]


def test_what_did_not_change_is_left_out_or_shown_whole() -> None:
    lines = "\n\n".join(f"第{number}条 定める。" for number in range(1, 30))
    old, new = _text(body=lines), _text(body=f"{lines}\n\n附則を加える。")
    short, whole = compare_versions(old, new), compare_versions(old, new, whole=True)

    assert [row.kind for row in short.parts[0].rows].count(RowKind.OMITTED) == 1
    assert {part.part for part in whole.parts} == {TextPart.TITLE, TextPart.OUTCOME, TextPart.BODY}
    assert not compare_versions(old, old).parts


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ({"scope": "市立小学校"}, {"title": "先の題名"}, {"scope": "市立小学校", "title": "先の題名"}),
        ({"title": "同じ題名"}, {"title": "同じ題名"}, {"title": "同じ題名"}),
        ({"title": "後の題名"}, {"title": "先の題名"}, None),
        (
            {"flags": frozenset({Flag.NEW_COST})},
            {"flags": frozenset({Flag.BASIC_POLICY})},
            {"flags": frozenset({Flag.NEW_COST, Flag.BASIC_POLICY})},
        ),
        (
            {"body": TEXT.body.replace("一月三十一日", "一月三十日")},
            {"body": f"{TEXT.body}\n\n## 保存\n\n写しを残す。"},
            {"body": TEXT.body.replace("一月三十一日", "一月三十日") + "\n\n## 保存\n\n写しを残す。"},
        ),
        (
            {"body": TEXT.body.replace("一月三十一日", "一月三十日")},
            {"body": TEXT.body.replace("一月三十一日", "二月一日")},
            None,
        ),
    ],
)
def test_t10_both_sides_are_put_together_only_where_they_do_not_touch(
    mine: dict[str, object], theirs: dict[str, object], together: dict[str, object] | None
) -> None:
    found = combined(_text(), _text(**mine), _text(**theirs))

    assert (found.text if found else None) == (_text(**together).text if together is not None else None)


def test_t10_the_three_texts_of_a_conflict(session: Session) -> None:
    proposal = a_proposal()
    a_version(proposal, title="先に保存された題名")
    page = edit_conflict(proposal, 1, 2, replace(TEXT, title="後の題名").text(), None)

    assert (page.base.title, page.theirs.title, page.mine.title) == (
        TEXT.title,
        "先に保存された題名",
        "後の題名",
    )
    assert page.combined is None
    assert not session.new


def test_the_effects_name_every_city_its_own_first(session: Session) -> None:
    group = a_group()
    difference = a_surveying_difference(group)
    first, second, third = (place.city for place in group.cities)
    a_practice(difference, first, TEXT.body)
    viewer = a_representative(group, second)
    a_practice(difference, second, "就学通知は、二月末日までに発送する。", author=viewer)
    effects = effects_of(difference, _text(), viewer, now())

    assert [effect.city for effect in effects] == [second, first, third]
    assert [effect.effect.kind for effect in effects] == [
        EffectKind.PARTLY,
        EffectKind.SAME,
        EffectKind.UNSURVEYED,
    ]
    assert [effect.mine for effect in effects] == [True, False, False]


def test_the_panel_has_the_one_on_the_table_first_and_the_withdrawn_last(session: Session) -> None:
    difference = a_proposing_difference()
    withdrawn, _draft, tabled = (a_proposal(difference) for _ in range(3))
    with transaction():
        withdrawn.withdrawn_at = now()
    a_proposal_on_the_table(difference)
    panel = proposals_panel(difference, a_secretary(), now())

    assert [card.proposal.number for card in panel.cards] == [4, 2, 3, 1]
    assert [card.proposal.number for card in panel.standing] == [4, 2, 3]
    assert tabled.number == 3
    assert [heading.title for heading in panel.cards[0].headings] == ["発送時期", "様式"]
    assert panel.shows_effects


def test_a_partner_of_another_group_finds_no_proposal(session: Session) -> None:
    proposal = a_proposal()
    stranger = a_partner(a_group([], code="EDU-03"))
    with pytest.raises(NotFound):
        proposal_named(proposal.difference.number, 1, stranger)


@pytest.mark.parametrize("number", [0, 2, 2**31, 10**30])
def test_a_number_that_no_version_has_is_not_found(session: Session, number: int) -> None:
    proposal = a_proposal()
    with pytest.raises(NotFound):
        version_numbered(proposal, number)
    with pytest.raises(NotFound):
        proposal_named(proposal.difference.number, number, a_secretary())


def test_the_panel_asks_as_often_for_many_proposals_as_for_few(
    installation: Installation, session: Session
) -> None:
    difference = a_proposing_difference()
    viewer = a_secretary()
    asked = []
    for count in (3, 12):
        while difference.last_proposal < count:
            a_version(a_proposal(difference), body=f"{TEXT.body}\n\n改訂")
        session.expire_all()
        difference, viewer = session.merge(difference), session.merge(viewer)
        viewer.id, difference.number  # noqa: B018 - what a request has loaded before
        with counted(installation.database) as statements:
            panel = proposals_panel(difference, viewer, now())
            assert all(card.version.body for card in panel.cards)
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 15
