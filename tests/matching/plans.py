"""Small worlds of possible introductions, for assignment and stability."""

from __future__ import annotations

from itertools import combinations
from typing import Any, TypedDict

import numpy as np
from hypothesis import strategies as st

from matching.assignment import SIDES, Limits, Pairs
from matching.features import Bools


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 9) -> tuple[Pairs, Limits]:
    """A few companies and needs, some with an officer, any limits, any values."""
    companies, needs = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    firms, officers = draw(st.integers(1, 2)), draw(st.integers(0, 2))
    cells = [(c, n) for c in range(companies) for n in range(needs)]
    picked = draw(st.lists(st.sampled_from(cells), unique=True, max_size=most))
    values = draw(st.lists(st.integers(0, 20), min_size=len(picked), max_size=len(picked)))
    whole = st.integers(0, 3)
    return (
        pairs(
            picked,
            [value / 20 for value in values],
            firm=[draw(st.integers(0, firms - 1)) for _ in range(needs)],
            officer=[draw(st.integers(-1, officers - 1)) for _ in range(companies)],
        ),
        limits(
            [draw(whole) for _ in range(companies)],
            [draw(whole) for _ in range(needs)],
            [draw(st.integers(0, 5)) for _ in range(firms)],
            [draw(st.integers(0, 5)) for _ in range(officers)],
        ),
    )


def pairs(cells: Any, values: Any, *, firm: Any, officer: Any) -> Pairs:
    table = np.array(cells, dtype=np.int64).reshape(-1, 2)
    return Pairs(
        company=table[:, 0],
        need=table[:, 1],
        value=np.array(values, dtype=np.float64),
        firm=np.array(firm, dtype=np.int64),
        officer=np.array(officer, dtype=np.int64),
    )


def limits(company: Any, need: Any, firm: Any, officer: Any) -> Limits:
    return Limits(*(np.array(each, dtype=np.int64) for each in (company, need, firm, officer)))


def nobody(pairs: Pairs) -> Bools:
    return np.zeros(len(pairs), dtype=bool)


class Edits(TypedDict):
    pinned: Bools
    excluded: Bools


def free(pairs: Pairs) -> Edits:
    """No edits."""
    return Edits(pinned=nobody(pairs), excluded=nobody(pairs))


def fits(pairs: Pairs, limits: Limits, chosen: Bools) -> bool:
    """Whether a choice is within every limit, counted one by one."""
    for side in SIDES:
        groups = pairs.groups(side)[chosen].tolist()
        if any(groups.count(index) > limits.of(side)[index] for index in groups if index >= 0):
            return False
    return True


def every_choice(pairs: Pairs) -> list[Bools]:
    found = []
    for size in range(len(pairs) + 1):
        for picked in combinations(range(len(pairs)), size):
            chosen = nobody(pairs)
            chosen[list(picked)] = True
            found.append(chosen)
    return found
