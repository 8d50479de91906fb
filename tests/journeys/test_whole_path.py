"""The whole path on the screen, in Japanese: from a raised difference to the manual and the exported minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from app import clock
from tests.journeys.conftest import CITIES, POSTS
from tests.journeys.people import Person
from tests.support.readers import pdf_text

pytestmark = pytest.mark.browser

TITLE = "就学通知の送付時期"
PROPOSAL = "就学通知は1月末日までに送付する"
RULE = "翌年度に就学する児童の保護者へ、就学通知を1月31日までに送付する。"
COMMENT = "発送の委託契約の時期も合わせる必要があります。"
CONCERN = "条例の改正が3月議会に間に合うかが心配です。"
SETTLED = "12月議会に提案することで間に合うと確認しました。"
PRIVATE = "当市は賛成の方向で部長に説明済み。"
WITH_COMMENT = "転入者への取扱いを別に定めること。"
DISPOSITION = "転入者の取扱いは、次回の会議で別に協議する。"
MEETING = "第1回定例会"
EXPLANATION = "就学通知の決定までの経過を報告した。"
SAID = "日野市から、次回は転入者の取扱いを協議したいとの発言があった。"
PRACTICES = {
    "立川市": "1月15日に送付している。",
    "三鷹市": "1月31日までに送付している。",
    "日野市": "2月上旬に送付している。",
}


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_from_a_difference_to_manual_and_minutes(
    javascript: bool, people: Callable[..., Person], tmp_path: Path
) -> None:
    """Three browsers for three cities, and everybody else who has a part in it."""
    cities = {city: people(f"{city} 担当", javascript=javascript) for city in CITIES}
    chair = people("座長", javascript=javascript)

    raise_difference(cities["立川市"])
    survey(chair, cities)
    propose(cities["三鷹市"])
    discuss(cities)
    keep_a_caucus(cities)
    vote(chair, cities)
    clock.travel(timedelta(days=14))
    read_the_result(chair)
    sign(people, javascript)
    number = read_the_decision(cities["日野市"])
    secretary = people("事務局", javascript=javascript)
    publish(secretary)
    read_the_manual(cities["立川市"], number)
    plan_a_meeting(chair)
    hold(chair)
    write_minutes(chair, cities, secretary)
    take_the_files(cities["日野市"], number, tmp_path)


def raise_difference(person: Person) -> None:
    person.opens("ワーキンググループ")
    person.follows("EDU-02")
    person.follows("差異を起票する")
    person.writes("件名", TITLE)
    person.marks("運用")
    person.writes("問題となる理由", "市ごとに時期が違い、転出入の際に保護者が混乱する。")
    person.presses("起票する")
    person.sees("EDU-02-001", TITLE, "起票")


def survey(chair: Person, cities: dict[str, Person]) -> None:
    chair.opens_difference(TITLE)
    chair.follows("現状照会を開始する")
    chair.presses("現状照会を開始する")
    chair.sees("現状照会を開始し、各市に通知しました。", "未調査")
    for city, person in cities.items():
        person.opens_difference(TITLE)
        person.follows("現行を回答する")
        person.writes("現行", PRACTICES[city])
        person.writes("出典", f"{city}事務処理要領")
        person.presses("保存する")
        person.sees("現行を記録しました。", PRACTICES[city])
    chair.opens_difference(TITLE)
    chair.sees(*PRACTICES.values())
    chair.follows("現状照会を終了する")
    chair.presses("現状照会を終了する")
    chair.sees("現状照会を終了しました。")


def propose(person: Person) -> None:
    person.opens_difference(TITLE)
    person.follows("案を書く")
    person.writes("題名", PROPOSAL)
    person.marks("統一", "条例改正")
    person.writes("本文", f"## 時期\n\n{RULE}")
    person.writes("実施日", "2027-04-01")
    person.presses("下書きを保存する")
    person.sees("案を下書きとして保存しました。", RULE)
    person.confirms("協議にかける")
    person.sees("案1を協議にかけました。")


def discuss(cities: dict[str, Person]) -> None:
    mitaka, hino = cities["三鷹市"], cities["日野市"]
    say(mitaka, "コメント", COMMENT)
    say(hino, "懸念", CONCERN)
    mitaka.opens_difference(TITLE)
    mitaka.sees(CONCERN, "未解決の懸念が1件あります。")
    hino.follows("懸念を解決済みにする")
    hino.writes("解決の内容", SETTLED)
    hino.presses("懸念を解決済みにする")
    hino.sees(SETTLED, "解決済み")


def say(person: Person, kind: str, text: str) -> None:
    person.opens_difference(TITLE)
    person.follows("コメントを書く")
    person.marks(kind)
    person.writes("本文", text)
    person.presses("コメントを追加する")
    person.sees("コメントを追加しました。", text)


def keep_a_caucus(cities: dict[str, Person]) -> None:
    hino, tachikawa = cities["日野市"], cities["立川市"]
    hino.opens_difference(TITLE)
    hino.follows("庁内協議を開く")
    hino.writes("本文", PRIVATE)
    hino.presses("庁内協議に書き込む")
    hino.opens_difference(TITLE)
    hino.sees(PRIVATE)
    tachikawa.opens_difference(TITLE)
    tachikawa.does_not_see(PRIVATE)
    tachikawa.follows("庁内協議を開く")
    tachikawa.does_not_see(PRIVATE)


def vote(chair: Person, cities: dict[str, Person]) -> None:
    cities["立川市"].opens_difference(TITLE)
    cities["立川市"].finds_no_button("採決を始める")
    chair.opens_difference(TITLE)
    chair.sees("採決の準備", "未解決の懸念がない")
    chair.follows("採決を始める")
    chair.presses("採決を始める")
    chair.sees("採決を始めました。各市に通知しました。")
    for city, person in cities.items():
        commented = city == "日野市"
        position = "付帯意見付き賛成" if commented else "賛成"
        person.opens_difference(TITLE)
        person.casts(position, WITH_COMMENT if commented else "")


def read_the_result(chair: Person) -> None:
    chair.opens_difference(TITLE)
    chair.sees("成立", "市ごとの決裁の状況")
    chair.follows("本文・各市の態度と理由を見る")
    chair.sees(WITH_COMMENT, "対応は未記録")
    chair.follows("対応を記録", within="日野市")
    chair.writes("付帯意見への対応", DISPOSITION)
    chair.presses("記録する")
    chair.sees(DISPOSITION)


def sign(people: Callable[..., Person], javascript: bool) -> None:
    for city in CITIES:
        for post in POSTS:
            manager = people(f"{city} {post}", javascript=javascript)
            manager.opens("管理職決裁")
            manager.follows("EDU-02-001")
            manager.sees(RULE, WITH_COMMENT)
            manager.signs()
            manager.sees("承認しました。")


def read_the_decision(person: Person) -> str:
    person.opens("決定")
    person.follows(PROPOSAL)
    person.sees(RULE, "令和8年度", *POSTS, WITH_COMMENT)
    return person.reads(r"令和\d+年度 \S+号")


def publish(secretary: Person) -> None:
    secretary.opens("手順書")
    secretary.follows("次の版")
    secretary.sees(PROPOSAL)
    secretary.writes("この版で加わること", "就学通知の送付時期をそろえた。")
    secretary.presses("この版を発行する")
    secretary.sees("第1版を発行しました。")


def read_the_manual(person: Person, number: str) -> None:
    person.opens("手順書")
    person.follows("EDU-02")
    person.sees(RULE, number, "3市の管理職が決裁")
    person.unfolds("なぜこうなったか")
    person.sees(DISPOSITION, "学務課長")


def plan_a_meeting(chair: Person) -> None:
    chair.opens("会議")
    chair.follows("会議を予定")
    chair.writes("会議名", MEETING)
    chair.writes("開催日", "2026-12-07")
    chair.writes("開始", "9:00")
    chair.writes("終了", "11:00")
    chair.presses("会議を予定する")
    chair.sees("会議を登録しました。", "議題を準備")
    chair.writes("差異番号", "EDU-02-001")
    chair.marks("報告")
    chair.writes("説明", EXPLANATION)
    chair.presses("議題に加える")
    chair.follows("会議のページへ")
    chair.sees(TITLE, EXPLANATION)


def hold(chair: Person) -> None:
    chair.follows("出欠を記録")
    chair.marks_everybody("出席")
    chair.presses("出欠を保存")
    chair.sees("出欠を保存しました。")
    chair.follows("記録", within=TITLE)
    chair.marks("了承")
    chair.presses("結論を保存")
    chair.confirms("開催済みとして記録")
    chair.sees("開催済みとして記録しました。")


def write_minutes(chair: Person, cities: dict[str, Person], secretary: Person) -> None:
    chair.confirms("議事録案を作成")
    chair.sees("会議の経過から議事録案を作成しました。", EXPLANATION)
    chair.adds("本文", SAID)
    chair.presses("新しい版として保存する")
    chair.sees(SAID)
    chair.confirms("各市に回付", "議事録を回付")
    chair.sees("議事録を回付しました。")
    for person in cities.values():
        open_minutes(person)
        person.confirms("市として確認", "議事録を確認")
        person.sees("市として議事録を確認しました。")
    open_minutes(secretary)
    secretary.confirms("議事録を確定")
    secretary.sees("議事録を確定しました。")


def open_minutes(person: Person) -> None:
    person.opens("会議")
    person.follows("就学")
    person.follows("議事録を読む")


def take_the_files(person: Person, number: str, folder: Path) -> None:
    open_minutes(person)
    word = Document(BytesIO(person.downloads("Word", folder)))
    written = "".join(node.text or "" for node in word.element.iter() if node.tag.endswith("}t"))
    printed = pdf_text(person.downloads("PDF", folder), folder)
    for words in (MEETING, TITLE, EXPLANATION, SAID, number, "三鷹市", "学務課"):
        assert _without_spaces(words) in _without_spaces(written)
        assert _without_spaces(words) in _without_spaces(printed)


def _without_spaces(text: str) -> str:
    return "".join(text.split())
