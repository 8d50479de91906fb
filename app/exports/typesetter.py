"""Sets documents as PDF; run as a program of its own, by path, so that a runaway text can end only this process.

Reads {"documents": [{"data", "date"}, …], "seconds", "megabytes"} as JSON, answers for each at once: one byte that says
whether it is set, the length of the answer in eight, its PDF or why there is none. It imports nothing of the
application: a start costs what typst costs.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

if sys.platform != "win32":
    import resource

LAYOUT = str(Path(__file__).resolve().parent / "layouts" / "document.typ")
FONTS = [str(Path(font.FONT_PATH).parent) for font in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
NOWHERE = "/nonexistent"  # no package is ever fetched

# Archivable and accessible; where a text cannot meet that (a missing glyph), a tagged PDF that shows what it can.
STANDARDS: tuple[list[Any], ...] = (["a-2a", "ua-1"], ["ua-1"], [])


def limit(seconds: int, megabytes: int) -> None:
    """Bound this process's processor time and address space; it also ends when the one that waits for it is gone."""
    if sys.platform == "win32":  # no such limits there; the caller's time limit remains
        return
    threads_may_use = 2 * seconds
    resource.setrlimit(resource.RLIMIT_CPU, (threads_may_use, threads_may_use + 1))
    if sys.platform == "linux":
        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def typeset(data: dict[str, Any], day: datetime) -> bytes:
    """The PDF of the strictest standard that the text can meet; typst.TypstError if it cannot be set at all."""
    compiler = typst.Compiler(
        LAYOUT,
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        package_path=NOWHERE,
        package_cache_path=NOWHERE,
    )
    for standard in STANDARDS[:-1]:
        try:
            return _compiled(compiler, standard, day)
        except typst.TypstError:
            continue
    return _compiled(compiler, STANDARDS[-1], day)


def _compiled(compiler: typst.Compiler, standard: list[Any], day: datetime) -> bytes:
    result = compiler.compile(format="pdf", pdf_standards=standard, timestamp=day)
    if not isinstance(result, bytes):
        raise TypeError("expected one PDF")
    return result


def answer(is_set: bool, content: bytes) -> None:
    """Write one answer; it is out even if the next document ends this process."""
    sys.stdout.buffer.write(is_set.to_bytes(1) + len(content).to_bytes(8, "big") + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    order = json.load(sys.stdin.buffer)
    limit(order["seconds"], order["megabytes"])
    for document in order["documents"]:
        try:
            answer(True, typeset(document["data"], datetime.fromisoformat(document["date"])))
        except typst.TypstError as error:
            answer(False, (error.diagnostic or str(error)).encode())
