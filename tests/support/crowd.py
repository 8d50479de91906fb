"""Several processes at once on one database, as the workers of a server are."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

Act = Callable[[], Any]


@dataclass(frozen=True)
class Refusal:
    """An act that was refused, as another process tells it."""

    code: str


@dataclass(frozen=True)
class Fault:
    """An act that failed in another way than by being refused."""

    what: str


class Crowd:
    """Processes that wait for acts. They are started once: each imports the whole product."""

    def __init__(self, processes: Sequence[subprocess.Popen[bytes]]) -> None:
        """Speak to running processes."""
        self._processes = processes

    def race(self, url: str, at: datetime, acts: Sequence[Act]) -> list[Any]:
        """Run each act in a process and a transaction of its own, all told to begin together; what each came to."""
        running = list(zip(self._processes, acts, strict=False))
        assert len(running) == len(acts), "more acts than processes"
        for process, act in running:
            say(process.stdin, (url, at, act))
        for process, _act in running:
            assert hear(process.stdout) == "ready"
        for process, _act in running:
            say(process.stdin, "go")
        return [hear(process.stdout) for process, _act in running]


@contextmanager
def crowd_of(size: int) -> Iterator[Crowd]:
    """As many processes, until the block ends."""
    command = [sys.executable, "-W", "error", "-m", "tests.support.crowd_member"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(size)
    ]
    try:
        yield Crowd(processes)
    finally:
        for process in processes:
            process.communicate()


def say(stream: Any, words: Any) -> None:
    """Tell the other end of a pipe."""
    pickle.dump(words, stream)
    stream.flush()


def hear(stream: BinaryIO | None) -> Any:
    """What the other end of a pipe says."""
    assert stream is not None
    return pickle.load(stream)
