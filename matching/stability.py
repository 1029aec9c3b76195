"""Would a firm and a company both rather have each other? Pure: arrays in, arrays out.

Each side has its own wishes over the same pairs. A pair *blocks* an assignment if it is not in it
and both would take it: each has room, or likes the other better than the least liked it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.assignment import Limits, Pairs
from matching.features import Bools, Floats, Ints


class HeldBy(StrEnum):
    """Why a blocking pair is not in the assignment although both would take it."""

    NOTHING = "nothing"  # the total value is greater without it
    FIRM = "firm"  # the firm's limit is reached
    OFFICER = "officer"  # the officer's limit is reached
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How much each side likes each pair; only the order within a company, or a need, counts."""

    company: Floats
    need: Floats


def blocking(
    pairs: Pairs, limits: Limits, wishes: Wishes, chosen: Bools, *, excluded: Bools
) -> Bools:
    """The pairs that block the assignment; excluded pairs are nobody's to have."""
    company = _would(pairs.company, limits.company, wishes.company, chosen)
    need = _would(pairs.need, limits.need, wishes.need, chosen)
    return company & need & ~chosen & ~excluded


def held_by(pairs: Pairs, limits: Limits, chosen: Bools, at: Ints) -> list[HeldBy]:
    """Of each blocking pair (given by its place), which other limit keeps it out.

    A pair that pushes another out of the same need adds nothing to the firm's load; the same goes
    for a company and its officer. So only a side with room can run into the limit above it.
    """
    full = {
        side: np.bincount(group[group >= 0], minlength=len(limits.of(side))) >= limits.of(side)
        for side in ("company", "need", "firm", "officer")
        for group in (pairs.groups(side)[chosen],)
    }
    found = []
    for pair in at:
        company, need = pairs.company[pair], pairs.need[pair]
        officer = pairs.officer[company]
        by_firm = bool(not full["need"][need] and full["firm"][pairs.firm[need]])
        by_officer = bool(
            officer >= 0 and not full["company"][company] and full["officer"][officer]
        )
        found.append(
            HeldBy.BOTH
            if by_firm and by_officer
            else HeldBy.FIRM
            if by_firm
            else HeldBy.OFFICER
            if by_officer
            else HeldBy.NOTHING
        )
    return found


def deferred_acceptance(pairs: Pairs, limits: Limits, wishes: Wishes, *, excluded: Bools) -> Bools:
    """An assignment that no pair blocks, by the limits of companies and needs alone.

    Companies ask the needs they like best, needs keep the best who ask (Gale and Shapley's rule,
    for several on both sides). Of equal wishes the earlier pair goes first.
    """
    order = np.lexsort((-wishes.company, pairs.company))
    queues: dict[int, list[int]] = {}
    for pair in order[~excluded[order]][::-1]:
        queues.setdefault(int(pairs.company[pair]), []).append(int(pair))
    held: dict[int, list[int]] = {}
    room = {company: int(limits.company[company]) for company in queues}
    asking = sorted(queues)
    while asking:
        company = asking.pop()
        while room[company] > 0 and queues[company]:
            pair = queues[company].pop()
            need = int(pairs.need[pair])
            kept = held.setdefault(need, [])
            kept.append(pair)
            room[company] -= 1
            if len(kept) > limits.need[need]:
                worst = min(kept, key=lambda each: (wishes.need[each], -each))
                kept.remove(worst)
                refused = int(pairs.company[worst])
                room[refused] += 1
                if refused != company:
                    asking.append(refused)
    chosen = np.zeros(len(pairs), dtype=bool)
    chosen[[pair for kept in held.values() for pair in kept]] = True
    return chosen


def _would(group: Ints, limit: Ints, likes: Floats, chosen: Bools) -> Bools:
    """Of each pair, whether this side has room for it or likes it better than one it has."""
    taken = np.bincount(group[chosen], minlength=len(limit))
    worst = np.full(len(limit), np.inf)
    np.minimum.at(worst, group[chosen], likes[chosen])
    worst[taken < limit] = -np.inf
    worst[limit <= 0] = np.inf
    would: Bools = likes > worst[group]
    return would
