"""Text cut into the pieces that a comparison marks whole: numbers, words, katakana runs, else one visible character."""

import unicodedata

_NUMBER, _LATIN, _KATAKANA, _OTHER = range(4)
_MARKS = frozenset({"Mn", "Me", "Mc"})
_JOINER = "\u200d"
_FIRST_MARK = "\u0300"


def tokens(text: str) -> list[str]:
    """The text in pieces that join to it again; no piece ends inside a grapheme (T11).

    A number keeps its inner commas and points, so that 1,000 and 12.5 are marked whole.
    """
    result: list[str] = []
    kinds: list[int] = []
    for cluster in graphemes(text):
        kind = _kind(cluster[0])
        if kind != _OTHER and kinds and kinds[-1] == kind:
            result[-1] += cluster
        elif kind == _NUMBER and kinds[-2:] == [_NUMBER, _OTHER] and result[-1] in {",", ".", "，", "．"}:
            separator = result.pop()
            kinds.pop()
            result[-1] += separator + cluster
        else:
            result.append(cluster)
            kinds.append(kind)
    return result


def graphemes(text: str) -> list[str]:
    """The text in visible characters: marks, variation selectors, joined emoji and flags stay with their base."""
    if text.isascii() and "\r" not in text:
        return list(text)
    result: list[str] = []
    previous = ""
    open_flag = False
    for char in text:
        flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        if previous and (_extends(char, previous) or (flag and open_flag)):
            result[-1] += char
            open_flag = False
        else:
            result.append(char)
            open_flag = flag
        previous = char
    return result


def _extends(char: str, previous: str) -> bool:
    """Whether the character belongs to what stands before it."""
    if char < _FIRST_MARK:
        return char == "\n" and previous == "\r"
    if previous == "\n":
        return False
    return (
        previous == _JOINER
        or char in "\u200c\u200d\uff9e\uff9f"
        or unicodedata.category(char) in _MARKS
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
        or ("\udc00" <= char <= "\udfff" and "\ud800" <= previous <= "\udbff")
    )


def _kind(char: str) -> int:
    """Which run a character belongs to."""
    if "0" <= char <= "9" or "０" <= char <= "９":
        return _NUMBER
    if (
        "ァ" <= char <= "ヺ"
        or char in "ーヽヾ"
        or "\uff66" <= char <= "\uff9f"
        or "\u31f0" <= char <= "\u31ff"
    ):
        return _KATAKANA
    if char.isalpha() and (char < "\u0250" or "Ａ" <= char <= "ｚ"):
        return _LATIN
    return _OTHER
