"""What becomes of a suggested change when the text moves on (T8)."""

import pytest

from app.domain.amending import fits, overtaken
from tests.builders.amendments import LINES

CASES = [
    ("nothing moved", "発送する", "送る", LINES, True),
    ("another paragraph was changed", "発送する", "送る", LINES.replace("記録する", "登録する"), True),
    ("lines came in above, far away", "記録する", "登録する", "前文\n\n" + LINES, True),
    ("the same line was changed", "発送する", "送る", LINES.replace("発送する", "発送しない"), False),
    (
        "the neighbouring line was changed",
        "発送する",
        "送る",
        LINES.replace("\n\n第二条", "\n附則\n第二条"),
        False,
    ),
    ("the line was taken away", "発送する", "送る", LINES.replace("第一条 発送する。\n\n", ""), False),
    ("the text says it already", "発送する", "送る", LINES.replace("発送する", "送る"), False),
    ("an equal line stands elsewhere", "第二条 様式", "第二条 書式", "第二条 様式を用いる。", False),
]


@pytest.mark.parametrize(
    ("old", "new", "present", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_t8_a_suggestion_fits_only_where_nobody_touched_its_lines(
    old: str, new: str, present: str, expected: bool
) -> None:
    assert fits(LINES, LINES.replace(old, new), present) is expected


def test_t8_of_two_suggestions_for_one_line_the_second_is_overtaken() -> None:
    first, second = LINES.replace("発送する", "送る"), LINES.replace("発送する", "送付する")

    assert overtaken(LINES, second, before=LINES, after=first)
    assert not overtaken(LINES, LINES.replace("記録する", "登録する"), before=LINES, after=first)


def test_t8_what_did_not_fit_before_is_not_overtaken_by_this_change() -> None:
    moved = LINES.replace("発送する", "発送しない")
    after = moved.replace("記録する", "登録する")

    assert not overtaken(LINES, LINES.replace("発送する", "送る"), before=moved, after=after)
