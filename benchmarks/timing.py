"""How long a piece of work takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def median(work: Callable[[], Any], times: int) -> float:
    """Milliseconds of the middle one of `times` runs, after one that warms caches."""
    work()
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spans.append((time.perf_counter() - start) * 1000)
    return statistics.median(spans)
