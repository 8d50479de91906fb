"""Running the typesetter: a process with limits that sets documents, given as plain data, one after the other."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.exports.glyphs import showable

TYPESETTER = Path(__file__).resolve().parent / "typesetter.py"
# Each thread reserves address space of its own: with one for every processor of a large machine the limit would bite.
FEW_THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}

ANSWER = struct.Struct(">?Q")
"""Before each answer: whether it is a PDF, and its length."""
SECONDS = 60
MEGABYTES = 3072

Data = dict[str, Any]


class PdfFailed(RuntimeError):
    """The document could not be set: it holds something that the typesetter refuses."""


class TooLarge(PdfFailed):
    """The document could not be set within the limits."""


class TypesetterFailed(RuntimeError):
    """The typesetter sets nothing at all: the fault is the machine's, not that of a text."""


Answer = bytes | PdfFailed


def set_each(orders: Sequence[Data], seconds: int, megabytes: int) -> list[Answer]:
    """For each document its PDF, or why there is none; one that ends the process takes no other with it."""
    answers: list[Answer] = []
    alone = False
    while rest := orders[len(answers) :]:
        given = rest[:1] if alone else rest
        found, end = _run(given, min(seconds, SECONDS) if alone else seconds, megabytes)
        answers += found
        if end and len(given) == 1:
            answers.append(end)
        # What a batch ended at is set once more by itself: it may have been the sum that was too much.
        alone = end is not None and len(given) > 1
    return answers


def _run(orders: Sequence[Data], seconds: int, megabytes: int) -> tuple[list[Answer], PdfFailed | None]:
    """The answers of one process, and why it ended before it had answered for every document."""
    order = {"documents": list(orders), "seconds": seconds, "megabytes": megabytes}
    given = showable(json.dumps(order, ensure_ascii=False)).encode()
    end: PdfFailed
    try:
        done = subprocess.run(  # noqa: S603 - our own program, given data on its input
            [sys.executable, "-I", str(TYPESETTER)],
            check=False, input=given, capture_output=True, timeout=seconds,
            env={**os.environ, **FEW_THREADS},
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        written, end = late.stdout or b"", TooLarge(f"not set within {seconds} seconds")
    except OSError as fault:
        raise TypesetterFailed(f"the typesetter could not be started: {fault}") from fault
    else:
        why = done.stderr.decode(errors="replace")[-2000:] or f"ended with {done.returncode}"
        written, end = done.stdout, (TooLarge if done.returncode < 0 else PdfFailed)(why)
    found = list(_answers(written))
    return found, end if len(found) < len(orders) else None


def _answers(written: bytes) -> Iterator[Answer]:
    """The whole answers among what a process wrote; the last may be a part of one."""
    start = 0
    while start + ANSWER.size <= len(written):
        is_set, length = ANSWER.unpack_from(written, start)
        start += ANSWER.size + length
        if start > len(written):
            return
        content = written[start - length : start]
        yield content if is_set else PdfFailed(content.decode())
