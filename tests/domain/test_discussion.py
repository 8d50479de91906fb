"""How people are called into a comment."""

from app.domain.discussion import called_in, handles, matching

PEOPLE = {
    1: "立川市 学務課 主任",
    2: "三鷹市 学務課 主任 山田",
    3: "三鷹市 学務課 主任",
    4: "三鷹市 学務課 主任",
}


def test_a_handle_is_the_printed_name_in_one_word_and_told_apart_by_id() -> None:
    assert handles(PEOPLE) == {
        1: "立川市学務課主任",
        2: "三鷹市学務課主任山田",
        3: "三鷹市学務課主任-3",
        4: "三鷹市学務課主任-4",
    }


def test_people_are_called_in_by_either_at_sign_and_the_longest_handle_counts() -> None:
    names = {1: "日野市主任", 2: "日野市主任補佐"}

    assert called_in("@日野市主任 さん、確認をお願いします。", names) == {1}
    assert called_in("＠日野市主任補佐にお願いします。", names) == {2}
    assert called_in("@日野市主任補佐 と @日野市主任", names) == {1, 2}
    assert called_in("日野市主任に聞く。mail@日野", names) == set()


def test_completion_offers_those_that_begin_with_what_was_typed_first() -> None:
    names = {1: "三鷹市学務課主任", 2: "立川市三鷹係", 3: "日野市主事"}

    assert list(matching(names, "三鷹")) == [1, 2]
    assert list(matching(names, "", most=2)) == [1, 3]
    assert matching(names, "稲城") == {}
