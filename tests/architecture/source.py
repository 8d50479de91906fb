"""Reading the product's own source, for the tests of how it is built."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"__pycache__", "node_modules"}


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """The files under the folders of the repository that end in one of the suffixes, sorted."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.suffix in suffixes and not NOT_OURS & set(path.parts))


def name(path: Path) -> str:
    """A file as it is called inside the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_functions(module: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions at the top of a module, by name."""
    return {
        node.name: node for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def called(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Every call below the node: the last part of what is called, and its line."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            if isinstance(child.func, ast.Name):
                yield child.func.id, child.lineno
            elif isinstance(child.func, ast.Attribute):
                yield child.func.attr, child.lineno
