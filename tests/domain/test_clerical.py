"""What a clerical correction may touch, and what it never may: a table of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.clerical import CorrectionState, Guarded, occurrences, state_at, touched

HARMLESS = [
    ("通知を発送するものとする。", "ものとする", "こととする"),
    ("窓口でで受け付ける。", "でで", "で"),
    ("市民課え回付する。", "課え", "課へ"),
    ("30日まて受け付ける。", "30日まて", "30日まで"),
    ("様式第3号をもちいる。", "様式第3号をもちいる", "様式第3号を用いる"),
    ("全市で統一てきに扱う。", "統一てき", "統一的"),
    ("三鷹市及ぴ日野市", "及ぴ", "及び"),
    ("該当しない場合わ除く。", "場合わ", "場合は"),
    ("一般に周知する。", "一般に", "広く"),
    ("申請者え交付する。", "者え", "者へ"),
]
CASES = [
    ("30日以内に行う。", "30日", "20日", Guarded.DATE),
    ("３通を送る。", "３通", "２通", Guarded.NUMBER),
    ("三市で行う。", "三市", "二市", Guarded.NUMBER),
    ("全市で行う。", "全市", "三市", Guarded.NUMBER),
    ("十二条を準用する。", "十二条", "二十条", Guarded.NUMBER),
    ("第3条による。", "第3条", "第3項", Guarded.NUMBER),
    ("3分の2以上", "3分の2", "3分の1", Guarded.NUMBER),
    ("五人に通知する。", "五人", "人", Guarded.NUMBER),
    ("2027年4月1日から行う。", "4月1日", "4月10日", Guarded.DATE),
    ("令和九年四月一日", "令和九年", "令和八年", Guarded.DATE),
    ("月末までに送る。", "月末", "月初", Guarded.DATE),
    ("翌月に行う。", "翌月", "当月", Guarded.DATE),
    ("水曜日に行う。", "水曜", "木曜", Guarded.DATE),
    ("上旬に行う。", "上旬", "中旬", Guarded.DATE),
    ("手数料は300円とする。", "300円", "200円", Guarded.MONEY),
    ("手数料は三百円とする。", "三百円", "二百円", Guarded.MONEY),
    ("￥1,000を納める。", "￥1,000", "￥1,500", Guarded.MONEY),
    ("写しは無料とする。", "無料", "有料", Guarded.MONEY),
    ("様式第3号を用いる。", "第3号", "第4号", Guarded.FORM_NAME),
    ("様式第3号を用いる。", "様式第3号を", "様式を", Guarded.FORM_NAME),
    ("第二号様式による。", "第二号様式", "第三号様式", Guarded.FORM_NAME),
    ("「就学援助申請書」を出す。", "就学援助", "就学支援", Guarded.FORM_NAME),
    ("「転入届」を出す。", "転入届", "転居届", Guarded.FORM_NAME),
    ("『共通様式』を用いる。", "共通様式", "共同様式", Guarded.FORM_NAME),
    ("公表しないものとする。", "しない", "する", Guarded.NEGATION),
    ("公表するものとする。", "する", "しない", Guarded.NEGATION),
    ("返却せずに保管する。", "せずに", "して", Guarded.NEGATION),
    ("必要な書類", "必要", "不要", Guarded.NEGATION),
    ("公開の会議", "公開", "非公開", Guarded.NEGATION),
    ("未提出の者", "未提出", "提出", Guarded.NEGATION),
    ("効力を無にする。", "無", "有", Guarded.NEGATION),
    ("日野市を除く全市", "を除く", "を含む", Guarded.NEGATION),
    ("住民以外の者", "以外の者", "の者", Guarded.NEGATION),
    ("写しを要する。", "要する", "要しません", Guarded.NEGATION),
]


@pytest.mark.parametrize(("text", "old", "new"), HARMLESS)
def test_a_slip_of_the_pen_touches_nothing(text: str, old: str, new: str) -> None:
    assert touched(text, old, new) == ()


@pytest.mark.parametrize(("text", "old", "new", "kind"), CASES)
def test_what_changes_the_meaning_is_named(text: str, old: str, new: str, kind: Guarded) -> None:
    assert kind in touched(text, old, new)


def test_what_comes_about_at_the_edges_counts_as_well() -> None:
    assert touched("様式代3号を用いる。", "代", "第") == (Guarded.FORM_NAME, Guarded.NUMBER)
    assert touched("1 0日", "1 0", "10") == (Guarded.DATE, Guarded.NUMBER)


def test_several_kinds_are_all_named() -> None:
    assert touched("3日以内に300円を納める。", "3日以内に300円", "5日以内に500円") == (
        Guarded.MONEY,
        Guarded.DATE,
    )


@pytest.mark.parametrize(
    ("text", "passage", "count"), [("ああ", "あ", 2), ("あああ", "ああ", 2), ("い", "あ", 0), ("い", "", 0)]
)
def test_every_place_counts_overlapping_ones_too(text: str, passage: str, count: int) -> None:
    assert occurrences(text, passage) == count


def test_the_clock_alone_makes_it_hold() -> None:
    until = datetime(2026, 12, 1, tzinfo=UTC)
    moment = timedelta(microseconds=1)

    assert state_at(until - moment, until, None) is CorrectionState.PENDING
    assert state_at(until, until, None) is CorrectionState.IN_EFFECT
    assert state_at(until + moment, until, until - moment) is CorrectionState.STOPPED
