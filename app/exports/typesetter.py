"""Sets a document as PDF; run as a program of its own, by path, so that a runaway text can end only this process.

Reads {"layout", "data", "fonts", "seconds", "megabytes", "date"} as JSON, writes the PDF. It imports nothing of the
application: a start costs what typst costs.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

if sys.platform != "win32":
    import resource

# Archivable and accessible; where a text cannot meet that (a missing glyph), a tagged PDF that shows what it can.
STANDARDS: tuple[list[Any], ...] = (["a-2a", "ua-1"], ["ua-1"], [])
NOWHERE = "/nonexistent"  # no package is ever fetched
LAYOUTS = Path(__file__).resolve().parent / "layouts"


def limit(seconds: int, megabytes: int) -> None:
    """Bound this process's processor time and address space."""
    if sys.platform == "win32":  # no such limits there; the caller's time limit remains
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform == "linux":
        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def typeset(order: dict[str, Any]) -> bytes:
    """The PDF of the strictest standard that the text can meet; typst.TypstError if it cannot be set at all."""
    compiler = typst.Compiler(
        root=LAYOUTS,
        font_paths=order["fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(order["data"])},
        package_path=NOWHERE,
        package_cache_path=NOWHERE,
    )
    layout, day = order["layout"].encode(), datetime.fromisoformat(order["date"])
    for standard in STANDARDS[:-1]:
        try:
            return _compiled(compiler, layout, standard, day)
        except typst.TypstError:
            continue
    return _compiled(compiler, layout, STANDARDS[-1], day)


def _compiled(compiler: typst.Compiler, layout: bytes, standard: list[Any], day: datetime) -> bytes:
    """One attempt; the layout is given each time, for a compiler keeps it only for its first."""
    result = compiler.compile(layout, format="pdf", pdf_standards=standard, timestamp=day)
    if not isinstance(result, bytes):
        raise TypeError("expected one PDF")
    return result


if __name__ == "__main__":
    received = json.load(sys.stdin.buffer)
    limit(received["seconds"], received["megabytes"])
    try:
        sys.stdout.buffer.write(typeset(received))
    except typst.TypstError as error:
        sys.exit(error.diagnostic or str(error))
