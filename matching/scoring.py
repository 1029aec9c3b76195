"""How well a company answers a need: seven parts, a score, a confidence, and the best pairs.

Pure: arrays in, arrays out (see `matching.features`). Every part is a number in [0, 1], or NaN
when nothing is known of it. Missing data lowers the confidence, never the score:

    score      = weighted mean over the parts that are known
    confidence = weighted mean of how much of each part could be checked, old evidence for less
    priority   = PRIOR + confidence x (score - PRIOR), and never more than the score

Lists are ordered by *priority*, the score drawn towards what is expected of a company of which
nothing is known: one good fact and nothing else does not outrank a company known to be good.
The parts themselves are in `matching.parts`; docs/matching.md explains the choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from matching.answers import Answer, of_pairs
from matching.features import Bools, Floats, Inputs, Ints
from matching.masks import SPEAKS, Flags, left_out
from matching.parts import (
    Part,
    capability,
    capacity,
    customer,
    group,
    intent,
    location,
    precision,
)
from matching.prepared import Prepared, prepare

_MAKERS = {
    "capability": capability,
    "precision": precision,
    "customer": customer,
    "intent": intent,
    "capacity": capacity,
    "location": location,
    "group": group,
}
PARTS = tuple(_MAKERS)

# The score expected of a company of which nothing is known. The database computes priorities of
# stored matches with the same number (`Match.priority`), and `ties.NO_TIE` is the same.
PRIOR = 0.55
# A pair with less capability is not proposed, whatever else speaks for it: a willing neighbour of
# the trade (0.3, a sibling in the taxonomy) must not stand above those who do the work.
FLOOR = float(SPEAKS)

STEPS = 1 << 20  # priorities and confidences are compared in steps of 2^-20


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part counts for: non-negative finite numbers with a positive sum.

    Only their ratios matter. ValueError says which number is wrong.
    """

    capability: float = 0.22
    precision: float = 0.18
    customer: float = 0.08
    intent: float = 0.12
    capacity: float = 0.24
    location: float = 0.11
    group: float = 0.05

    def __post_init__(self) -> None:
        for name in PARTS:
            weight = getattr(self, name)
            if not np.isfinite(weight) or weight < 0:
                raise ValueError(f"the weight of {name} must be a number of 0 or more: {weight}")
        if max(getattr(self, name) for name in PARTS) == 0:
            raise ValueError("at least one weight must be above 0")

    def shares(self) -> Floats:
        """(7,) the weights in the order of `PARTS`, summing to 1."""
        weights = np.array([getattr(self, name) for name in PARTS], dtype=np.float64)
        weights /= weights.max()  # so that no sum overflows
        shares: Floats = (weights / weights.sum()).astype(np.float32)
        return shares


@dataclass(frozen=True, slots=True)
class Matches:
    """P pairs as indexes with what was found, in the order of each need's list.

    need, company: (P,). parts: (7, P) in the order of `PARTS`, NaN where unknown. known: (7, P),
    how much of each part could be checked, older evidence for less; (0, P) in lists. freshness:
    what is left of the evidence for its age. score, confidence, priority: (P,). All in [0, 1].
    """

    need: Ints
    company: Ints
    parts: Floats
    known: Floats
    score: Floats
    confidence: Floats
    freshness: Floats
    priority: Floats

    def __len__(self) -> int:
        return len(self.need)

    def take(self, rows: Ints) -> Matches:
        """The pairs at `rows`."""
        return Matches(*(getattr(self, f.name)[..., rows] for f in fields(self)))


def blend(parts: Sequence[Part], weights: Weights) -> tuple[Floats, Floats, Floats, Floats]:
    """Score, confidence, freshness and priority of parts; the score of nothing known is 0."""
    zero, one, little = np.float32(0), np.float32(1), np.float32(1e-6)
    total: Floats = np.zeros(1, dtype=np.float32)
    weight = checked = fresh = asked = total
    for share, (value, seen, known) in zip(weights.shares(), parts, strict=True):
        if not share:
            continue
        unknown, unasked = np.isnan(value), np.isnan(seen)
        if unknown.any():
            total = _plus(total, share, np.fmax(value, zero))
            weight = _plus(weight, share, ~unknown)
        else:
            total, weight = _plus(total, share, value), weight + share
        if unasked.any():
            asked = _plus(asked, share, ~unasked)
            checked = _plus(checked, share, np.fmax(seen, zero))
        else:
            asked, checked = asked + share, _plus(checked, share, seen)
        fresh = _plus(fresh, share, known)
    score = np.minimum(total / np.maximum(weight, little), one)
    confidence = stepped(np.minimum(fresh / np.maximum(asked, little), one))
    with np.errstate(invalid="ignore"):
        freshness = np.fmin(fresh / checked, one)  # 1 where nothing could be checked
    prior = np.float32(PRIOR)
    priority = np.minimum(score, prior + confidence * (score - prior))
    return score, confidence, freshness, stepped(priority)


def _plus(total: Floats, share: np.float32, value: Floats | Bools) -> Floats:
    """total + share x value, with no more arrays than it takes."""
    added: Floats = share * value
    if added.ndim and added.shape == np.broadcast_shapes(added.shape, total.shape):
        added += total
        return added
    return total + added


def set_back(
    p: Prepared, blended: tuple[Floats, Floats, Floats, Floats], c: Ints, m: Ints
) -> tuple[Floats, Floats, Floats, Floats]:
    """`blended` with the priority lowered where a need's group has turned a company down."""
    left = p.inputs.setbacks.left(c, p.inputs.needs.group[m])
    return blended if left is None else (*blended[:3], stepped(blended[3] * left))


def stepped(value: Floats) -> Floats:
    """Rounded to `STEPS`, so that what is equal but for rounding errors is equal."""
    rounded: Floats = np.rint(value * np.float32(STEPS))
    return rounded * np.float32(1 / STEPS)


def score_pairs(inputs: Inputs, weights: Weights, company: Ints, need: Ints) -> Matches:
    """Score exactly the pairs (company, need), (P,) indexes each, in the order given."""
    return held_against_musts(prepare(inputs), weights, company, need)[0]


def held_against_musts(
    p: Prepared, weights: Weights, company: Ints, need: Ints
) -> tuple[Matches, Flags]:
    """Scores of exactly these pairs, and why they are left out (bits of `masks.WHY`)."""
    answer = of_pairs(p, company, need)
    made = parts_of(p, answer, company, need)
    places = (np.arange(len(need)),)
    blended = set_back(p, blend(made, weights), company, need)
    found = as_rows(made, blended, (company, need), places, with_known=True)
    return found, left_out(p.inputs, answer.short, company, need)


def parts_of(p: Prepared, answer: Answer, c: Ints, m: Ints) -> list[Part]:
    """The parts of pairs in the order of `PARTS`; `c` and `m` broadcast against each other."""
    return [make(p, answer, c, m) for make in _MAKERS.values()]


def as_rows(
    parts: Sequence[Part],
    blended: tuple[Floats, Floats, Floats, Floats],
    at: tuple[Ints, Ints],
    places: tuple[Ints, ...],
    *,
    with_known: bool,
) -> Matches:
    """What was found at the `places` of a block of pairs, as `np.nonzero` gives them."""
    shape = np.broadcast_shapes(at[0].shape, at[1].shape)

    def taken(values: Any) -> Any:
        # What is the same for all needs or all companies of a block is one long there.
        grid = np.asarray(values).reshape((1,) * (len(shape) - np.ndim(values)) + np.shape(values))
        sizes = zip(places, grid.shape, shape, strict=True)
        return grid[tuple(0 if size < full else place for place, size, full in sizes)]

    values = np.empty((len(PARTS), len(places[0])), dtype=np.float32)
    known = np.empty((len(PARTS) if with_known else 0, len(places[0])), dtype=np.float32)
    for row, (value, _, sure) in enumerate(parts):
        values[row] = taken(value)
        if with_known:
            known[row] = taken(sure)
    company, need = (taken(index) for index in at)
    return Matches(need, company, values, known, *(taken(each) for each in blended))
