"""Asking for pages as fast as they come: warm-up, then a number of requests at a concurrency."""

import http.client
import statistics
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one page took: requests a second, milliseconds in the middle and at the 95th percentile, bytes."""

    path: str
    concurrency: int
    per_second: float
    median_ms: float
    p95_ms: float
    size: int


class BadAnswer(Exception):
    """A page that was measured did not answer 200."""


def measure(port: int, path: str, headers: Mapping[str, str], concurrency: int, requests: int) -> Measured:
    """Ask for one page; each of the threads keeps its connection. Raises BadAnswer for any answer but 200."""
    warm_up = max(5, requests // 10)
    _ask(port, path, headers, warm_up, [], [])
    times: list[float] = []
    sizes: list[int] = []
    share = requests // concurrency
    threads = [
        threading.Thread(target=_ask, args=(port, path, headers, share, times, sizes))
        for _ in range(concurrency)
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if len(times) != share * concurrency:
        raise BadAnswer(path)
    cuts = statistics.quantiles(times, n=20)
    median = statistics.median(times)
    return Measured(path, concurrency, len(times) / took, median * 1_000, cuts[18] * 1_000, sizes[0])


def _ask(
    port: int, path: str, headers: Mapping[str, str], requests: int, times: list[float], sizes: list[int]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(requests):
        begun = time.perf_counter()
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise BadAnswer(f"{path}: {answer.status}")
        times.append(time.perf_counter() - begun)
        sizes.append(len(body))
    connection.close()
