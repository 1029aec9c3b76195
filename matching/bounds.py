"""Which stored pairs can come first under other weights, without reading any facts. Pure.

A stored pair has its seven parts, so its score under any weights is known. Its confidence is not:
what is stored is the sum that the weights of then made of how much of each part could be checked.
But that sum, and that no part can be checked more than wholly, bound what other weights make of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.features import Bools, Floats, Ints
from matching.scoring import PRIOR, STEPS, Weights, blend

# What rounding can add up to: the steps of priority and confidence, and single precision.
SLACK = np.float32(4 / STEPS + 1e-5)


@dataclass(frozen=True, slots=True)
class Stored:
    """P stored pairs of a need.

    value: (7, P), NaN where a part is not known. confidence, left: (P,). version: (P,) index into
    `shares`, (V, 7), the weights that each was stored with. asked: (7,) what the need asks of.
    """

    value: Floats
    confidence: Floats
    left: Floats
    version: Ints
    shares: Floats
    asked: Bools

    def __len__(self) -> int:
        return len(self.confidence)


def can_be_first(stored: Stored, weights: Weights, most: int) -> Ints:
    """The pairs that can be among the best `most` under the weights; no other one can."""
    if len(stored) <= most:
        return np.arange(len(stored))
    least, highest = _priorities(stored, weights)
    bar = np.partition(least, len(least) - most)[len(least) - most]
    return np.flatnonzero(highest >= bar)


def most_gained(old: Floats, weights: Weights, asked: Bools) -> float:
    """By how much the priority of any pair can be higher under the weights than with the shares
    `old`, (7,), of before; 0 where they are the same.

    A score is a mean over the known parts, so it gains no more than the weights move among those
    parts, in the worst of their sets; a confidence, over all that is asked, than they move there.
    """
    before = np.where(asked, old, 0).astype(np.float64)
    after = np.where(asked, weights.shares(), 0).astype(np.float64)
    places = np.flatnonzero(asked)
    sets = (np.arange(1, 1 << len(places))[:, None] >> np.arange(len(places)) & 1).astype(np.bool_)
    score = _moved(before[places] * sets, after[places] * sets).max()
    confidence = _moved(before[None], after[None]).max()
    return float(min(1, score + (1 - PRIOR) * confidence))


def _moved(before: Floats, after: Floats) -> Floats:
    """(S,) how much of the weight moves between parts; all of it where there was or is none."""
    was, now = before.sum(axis=1, keepdims=True), after.sum(axis=1, keepdims=True)
    share_was = np.divide(before, was, out=np.zeros_like(before), where=was > 0)
    share_now = np.divide(after, now, out=np.zeros_like(after), where=now > 0)
    moved: Floats = np.maximum(share_now - share_was, 0).sum(axis=1)
    return moved


def _priorities(stored: Stored, weights: Weights) -> tuple[Floats, Floats]:
    """(P,) what the priority is at least and at most."""
    blank = np.zeros_like(stored.value)
    score = blend([*zip(stored.value, blank, blank, strict=True)], weights)[0]
    prior = np.float32(PRIOR)
    least, most = (
        stored.left * np.minimum(score, prior + confidence * (score - prior))
        for confidence in _confidences(stored, weights)
    )
    return least - SLACK, most + SLACK


def _confidences(stored: Stored, weights: Weights) -> tuple[Floats, Floats]:
    """(P,) what the confidence is at least and at most.

    It is the sum of new share x checked over the parts, of which the sum of old share x checked is
    known: the most is had by giving to the parts whose share grew most first, as in a knapsack.
    """
    known = ~np.isnan(stored.value) & stored.asked[:, None]
    new = np.where(stored.asked, weights.shares(), 0).astype(np.float64)
    least, most = np.zeros(len(stored)), np.zeros(len(stored))
    for version, shares in enumerate(stored.shares):
        rows = np.flatnonzero(stored.version == version)
        old = np.where(stored.asked, shares, 0).astype(np.float64)
        checked = stored.confidence[rows] * old.sum()
        counted = np.flatnonzero(old > 0)
        order = counted[np.argsort(new[counted] / old[counted])]
        least[rows] = _filled(checked - SLACK, known[:, rows], old, new, order)
        most[rows] = _filled(checked + SLACK, known[:, rows], old, new, order[::-1])
        # Of what did not count then nothing is known.
        most[rows] += new[old == 0] @ known[old == 0][:, rows]
    whole = max(new.sum(), 1e-6)
    return np.minimum(least / whole, 1), np.minimum(most / whole, 1)


def _filled(budget: Floats, known: Bools, old: Floats, new: Floats, order: Ints) -> Floats:
    """(P,) what the new weights make of the budget, spent on the parts in this order."""
    left, made = np.maximum(budget, 0), np.zeros_like(budget)
    for part in order.tolist():
        spent = np.minimum(left, old[part] * known[part])
        made += spent * (new[part] / old[part])
        left = left - spent
    filled: Floats = made
    return filled
