"""make rules: every rule of docs/rules.md with the tests that name it; fails where a rule has none."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ROW = re.compile(r"^\| ([LBTSDMA]\d+) \| (.+) \|$", re.MULTILINE)
_IN_NAME = re.compile(r"test_((?:[lbtsdma]\d+_)+)")
_IN_TEXT = re.compile(r"\b([LBTSDMA])(\d+)(?:\s?[-–]\s?\1?(\d+))?\b")


def rules() -> dict[str, str]:
    """What every rule holds, by its number, in the order of the book."""
    return dict(_ROW.findall((ROOT / "docs" / "rules.md").read_text(encoding="utf-8")))


def proofs() -> dict[str, list[str]]:
    """The tests that name each rule; a docstring of a whole file speaks for all tests in it."""
    found: dict[str, list[str]] = {rule: [] for rule in rules()}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for test, named in _tests(path):
            for rule in sorted(named & found.keys()):
                found[rule].append(f"{path.relative_to(ROOT)}{test}")
    return found


def named_in(text: str) -> set[str]:
    """The rules that a docstring names: B21, or each of B32-B37."""
    return {
        f"{letter}{number}"
        for letter, first, last in _IN_TEXT.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


def _tests(path: Path) -> Iterator[tuple[str, set[str]]]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    tests = [node for node in functions if node.name.startswith("test_")]
    if tests:
        yield "", named_in(ast.get_docstring(module) or "")
    for test in tests:
        own = _IN_NAME.match(test.name)
        in_name = {rule.upper() for rule in own[1].split("_")} if own else set()
        yield f"::{test.name}", in_name | named_in(ast.get_docstring(test) or "")


def main() -> int:
    """Print rules and tests; the answer is the number of a shell."""
    titles, found = rules(), proofs()
    for rule, tests in found.items():
        print(f"{rule}  {titles[rule]}")
        print("".join(f"      {test}\n" for test in tests), end="")
    without = [rule for rule, tests in found.items() if not tests]
    print(f"{len(found) - len(without)} of {len(found)} rules are named by tests.", end=" ")
    print(f"Without a test: {', '.join(without)}." if without else "None is without a test.")
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main())
