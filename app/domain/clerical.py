"""Clerical corrections of a decided text (誤記訂正): what they may never touch, and when one takes effect."""

import re
from datetime import datetime
from enum import StrEnum

MAX_PASSAGE = 200


class Guarded(StrEnum):
    """What a clerical correction never touches: it would be another decision."""

    FORM_NAME = "form_name"
    MONEY = "money"
    DATE = "date"
    NUMBER = "number"
    NEGATION = "negation"


class CorrectionState(StrEnum):
    """Where a clerical correction stands: the clock makes it hold, an objection stops it."""

    PENDING = "pending"
    IN_EFFECT = "in_effect"
    STOPPED = "stopped"


_NUMERALS = "〇零一二三四五六七八九十百千万億兆"
_COUNT = rf"(?:[0-9０-９{_NUMERALS}]+(?:[,，.．・/／-][0-9０-９{_NUMERALS}]+)*)"
_COUNTERS = "年月日時分秒週歳円銭割倍市区町村人名者件号条項款目回度期級種枚部通本冊戸世章節番つか箇ヶカ%％"
_NO_COUNT = re.compile(
    "統一|同一|均一|単一|唯一|画一|一般|一律|一括|一致|一覧|一層|一切|一元|一体|一連|一定|一斉|一応|一旦|一環"
    "|万一|三鷹|八王子|千代田|千葉|四国|九州|三重"
)
"""Words in which a numeral counts nothing."""

_PATTERNS = {
    Guarded.FORM_NAME: (
        r"(?:別記|別紙)?様式第[^号\s、。]{1,8}号(?:の[0-9０-９〇一二三四五六七八九十]+)?"
        r"|第[^号\s、。]{1,8}号様式"
        r"|[「『][^「」『』]*(?:様式|申請書|届)[^「」『』]*[」』]"
    ),
    Guarded.MONEY: rf"[¥￥\\]\s*{_COUNT}|{_COUNT}\s*(?:円|銭)|無料|有料|無償|有償|無利子",
    Guarded.DATE: (
        rf"(?:明治|大正|昭和|平成|令和)\s*(?:元|{_COUNT})?\s*年?(?:{_COUNT}月)?(?:{_COUNT}日)?"
        rf"|{_COUNT}\s*年度?(?:{_COUNT}月)?(?:{_COUNT}日)?|{_COUNT}\s*月(?:{_COUNT}日)?|{_COUNT}\s*日"
        r"|[翌前当同本来昨]\s*(?:年度?|月|週|日)|(?:年度?|月|週)[初末]|[初末]日|[上中下]旬|[月火水木金土日]曜"
        rf"|{_COUNT}[/／.-]{_COUNT}[/／.-]{_COUNT}"
    ),
    Guarded.NUMBER: rf"第?{_COUNT}[{_COUNTERS}]?",
    Guarded.NEGATION: r"ない|なく|なかっ|なけれ|なし|ません|ず|ぬ|不|非|未|無|否|除[くきいかけこ]|除外|以外|禁止",
}


def touched(text: str, old: str, new: str) -> tuple[Guarded, ...]:
    """What writing new for old at its one place in the text would touch, in the order of Guarded; empty is harmless.

    Numbers, dates, money, names of forms and negations are read off before and after: none may come, go or change.
    """
    before, after = _read(text), _read(text.replace(old, new, 1))
    return tuple(kind for kind in Guarded if before[kind] != after[kind])


def occurrences(text: str, passage: str) -> int:
    """At how many places a passage stands in a text, overlapping ones included."""
    return sum(text.startswith(passage, place) for place in range(len(text))) if passage else 0


def state_at(at: datetime, objections_until: datetime, stopped_at: datetime | None) -> CorrectionState:
    """How a correction stands at an instant: nobody needs to do anything for it to take effect."""
    if stopped_at is not None:
        return CorrectionState.STOPPED
    return CorrectionState.PENDING if at < objections_until else CorrectionState.IN_EFFECT


def _read(text: str) -> dict[Guarded, list[str]]:
    """What is guarded in a text, kind by kind; what one kind has read the next ones do not see."""
    found: dict[Guarded, list[str]] = {}
    text = _NO_COUNT.sub(lambda match: "\0" * len(match.group()), text)
    for kind, pattern in _PATTERNS.items():
        found[kind] = re.findall(pattern, text)
        text = re.sub(pattern, lambda match: "\0" * len(match.group()), text)
    return found
