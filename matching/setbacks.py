"""Where a Korean group has turned a company down: what is left of the priority with its needs.

Pure. A rejection is about one pair. Some of its reasons hold for the group's other needs as well (a
price, a tie to a competitor): there the company's priority is lowered for a while, and nowhere
else. Nothing is ever raised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]

LOSS = 0.2  # what one rejection of today takes from the priority
HALF_LIFE_MONTHS = 12.0  # after which it takes half as much
LEAST_LOSS = 0.01  # a rejection that takes less is forgotten: after 52 months
LEAST_LEFT = 0.5  # however often the group has said no


def left_after(months: Iterable[float]) -> float:
    """What is left of the priority after rejections that are so many months old, in [0.5, 1]."""
    left = 1.0
    for age in months:
        loss = LOSS * 2 ** (-max(0.0, age) / HALF_LIFE_MONTHS)
        if loss >= LEAST_LOSS:
            left *= 1 - loss
    return max(left, LEAST_LEFT)


def _none() -> Any:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Setbacks:
    """S pairs of a company and a group, as indexes, each pair once; without any, nothing changes.

    company, group: (S,). factor: (S,) in (0, 1], what the company's priority is multiplied by in
    each need of the group. ValueError on a factor that is not in (0, 1].
    """

    company: Ints = field(default_factory=_none)
    group: Ints = field(default_factory=_none)
    factor: Floats = field(default_factory=_none)
    _names: Ints = field(init=False, repr=False, compare=False)
    _table: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.factor) and not (self.factor.min() > 0 and self.factor.max() <= 1):
            raise ValueError("setbacks: a factor is not above 0 and at most 1")
        names, row = np.unique(self.company, return_inverse=True)
        # The last row is for companies without any, the last column for groups without any.
        columns = int(self.group.max(initial=-1)) + 2
        table = np.ones((len(names) + 1, columns), dtype=np.float32)
        table[row, self.group] = self.factor
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_table", table)

    def __len__(self) -> int:
        return len(self.company)

    def left(self, company: Ints, group: Ints) -> Floats | None:
        """What is left of the priority of pairs; the two broadcast against each other.

        None if none of these companies has a setback.
        """
        if not len(self._names):
            return None
        row = np.searchsorted(self._names, company)
        known = self._names[np.minimum(row, len(self._names) - 1)] == company
        if not known.any():
            return None
        none = self._table.shape[1] - 1
        column = np.where((group >= 0) & (group < none), group, none)
        left: Floats = self._table[np.where(known, row, len(self._names)), column]
        return left

    def take(self, first: int, last: int) -> Setbacks:
        """Those of the companies [first, last), counted from `first`."""
        rows = np.flatnonzero((self.company >= first) & (self.company < last))
        return Setbacks(self.company[rows] - first, self.group[rows], self.factor[rows])

    def some(self, at: Ints) -> Setbacks:
        """Those of the companies at these places, which rise, counted among them."""
        place = np.searchsorted(at, self.company)
        rows = np.flatnonzero(np.isin(self.company, at))
        return Setbacks(place[rows], self.group[rows], self.factor[rows])
