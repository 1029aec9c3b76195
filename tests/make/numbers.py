"""What keeps the rows of two builders apart: running numbers."""

from __future__ import annotations

import itertools

_numbers = itertools.count(1)


def number() -> int:
    """The next number of this run."""
    return next(_numbers)


def corporate_number(serial: int | None = None) -> str:
    """A number with a correct check digit; the same serial (below 10¹²) gives the same number."""
    base = f"{number() if serial is None else serial:012d}"
    weighted = sum(int(d) * (1 if n % 2 else 2) for n, d in enumerate(reversed(base), 1))
    return f"{9 - weighted % 9}{base}"
