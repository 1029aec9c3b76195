"""How well a company answers a need: five parts, a score, a confidence, and the best pairs.

Pure: arrays in, arrays out (see `matching.features`). Every part is a number in [0, 1], or NaN
when nothing is known of it. Missing data lowers the confidence, never the score:

    score      = weighted mean over the parts that are known
    confidence = weighted mean of how much of each part could be checked
    priority   = PRIOR + confidence x (score - PRIOR)

Lists are ordered by *priority*, the score drawn towards what is expected of a company of which
nothing is known: one good fact and nothing else does not outrank a company known to be good.
The parts themselves are in `matching.parts`; docs/matching.md explains the choices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from matching.features import Bools, Floats, Inputs, Ints
from matching.masks import WHY, Flags, left_out
from matching.parts import capability, capacity, customer, intent, location, volume_by_node

PARTS = ("capability", "customer", "intent", "capacity", "location")

PRIOR = 0.4  # the score expected of a company of which nothing is known
# A pair with less capability is not proposed, whatever else speaks for it: a willing neighbour of
# the trade (0.3, a sibling in the taxonomy) must not stand above those who do the work.
FLOOR = 0.35

PAIRS_AT_ONCE = 1 << 22
STEPS = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part counts for: non-negative finite numbers with a positive sum.

    Only their ratios matter. ValueError says which number is wrong.
    """

    capability: float = 0.40
    customer: float = 0.20
    intent: float = 0.20
    capacity: float = 0.10
    location: float = 0.10

    def __post_init__(self) -> None:
        for name in PARTS:
            weight = getattr(self, name)
            if not np.isfinite(weight) or weight < 0:
                raise ValueError(f"the weight of {name} must be a number of 0 or more: {weight}")
        if max(getattr(self, name) for name in PARTS) == 0:
            raise ValueError("at least one weight must be above 0")

    def shares(self) -> Floats:
        """(5,) the weights in the order of `PARTS`, summing to 1."""
        weights = np.array([getattr(self, name) for name in PARTS], dtype=np.float64)
        weights /= weights.max()  # so that no sum overflows
        shares: Floats = (weights / weights.sum()).astype(np.float32)
        return shares


@dataclass(frozen=True, slots=True)
class Matches:
    """P pairs as indexes with what was found, in the order of each need's list.

    need, company: (P,). parts: (5, P) in the order of `PARTS`, NaN where unknown. known: (5, P),
    how much of each part could be checked. score, confidence, priority: (P,). All in [0, 1].
    """

    need: Ints
    company: Ints
    parts: Floats
    known: Floats
    score: Floats
    confidence: Floats
    priority: Floats

    def __len__(self) -> int:
        return len(self.need)

    def take(self, rows: Ints, *, moved: int = 0) -> Matches:
        """The pairs at `rows`, with their company indexes `moved` up."""
        taken = Matches(*(getattr(self, f.name)[..., rows] for f in fields(self)))
        return replace(taken, company=taken.company + moved) if moved else taken


@dataclass(frozen=True, slots=True)
class Found:
    """What one pass over all pairs gives.

    matches: the lists. excluded: per need the best companies that would be listed but for its
    musts, with `why` (bits of `masks.WHY`). able, passing: (M,) the companies that do the work, and
    of those the ones that meet the musts. counts: (reasons, M) how many fail for each reason.
    """

    matches: Matches
    excluded: Matches
    why: Flags
    able: Ints
    passing: Ints
    counts: Ints


@dataclass(frozen=True, slots=True)
class Bars:
    """What the last of each company's (N,) and each need's (M,) list of elsewhere reaches.

    A pair with a higher priority belongs to that list. -inf: the list has room; inf: no list.
    """

    company: Floats
    need: Floats


def combine(parts: Floats, known: Floats, weights: Weights) -> tuple[Floats, Floats, Floats]:
    """Score, confidence and priority, (P,) each, of parts (5, P); a score of nothing known is 0."""
    shares = weights.shares()
    seen = ~np.isnan(parts)
    total = shares @ np.where(seen, parts, np.float32(0))
    weight = shares @ seen.astype(np.float32)
    score = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
    score = np.clip(score, 0, 1)
    confidence = _stepped(np.clip(shares @ known, 0, 1))
    prior = np.float32(PRIOR)
    return score, confidence, _stepped(prior + confidence * (score - prior))


def _stepped(value: Floats) -> Floats:
    """Rounded to steps of 2^-20, so that what is equal but for rounding errors is equal."""
    stepped: Floats = np.round(value * np.float32(STEPS)) / np.float32(STEPS)
    return stepped


def score_pairs(inputs: Inputs, weights: Weights, company: Ints, need: Ints) -> Matches:
    """Score exactly the pairs (company, need), (P,) indexes each, in the order given."""
    fit = capability(inputs.companies, inputs.needs, inputs.reference.credit)
    return _pairs(inputs, weights, company, need, fit)


def best_matches(
    inputs: Inputs,
    weights: Weights,
    *,
    per_need: int,
    per_company: int,
    keep: tuple[Ints, Ints] | None = None,
    bars: Bars | None = None,
    progress: Callable[[int], None] | None = None,
) -> Matches:
    """The best `per_need` companies of each need and the best `per_company` needs of each company.

    See `best_lists`, of which these are the matches.
    """
    found = best_lists(
        inputs,
        weights,
        per_need=per_need,
        per_company=per_company,
        per_excluded=0,
        keep=keep,
        bars=bars,
        progress=progress,
    )
    return found.matches


def best_lists(
    inputs: Inputs,
    weights: Weights,
    *,
    per_need: int,
    per_company: int,
    per_excluded: int,
    keep: tuple[Ints, Ints] | None = None,
    bars: Bars | None = None,
    progress: Callable[[int], None] | None = None,
) -> Found:
    """The lists of all needs and companies, and who is left out of them.

    `keep`: (company, need) indexes that come out whatever their place and the musts; `bars`: what
    else comes out, when only some companies or needs are at hand; `per_excluded`: how many of those
    left out are named for each need. Work goes in slices of companies of about 4M pairs, which
    bounds the memory; `progress` gets the companies done so far. Equal priorities are ordered by
    confidence and then by key, so the order of the input never matters.
    """
    companies, needs = inputs.companies, inputs.needs
    kept: list[Matches] = []
    held: list[Bools] = []  # those that stay, whatever their place in the need's list
    out: list[Matches] = []
    reasons: list[Flags] = []
    counts = np.zeros((2 + len(WHY), len(needs)), dtype=np.int64)
    leaders = np.empty(0, dtype=np.int64)
    step = max(256, min(16384, PAIRS_AT_ONCE // max(1, len(needs), len(needs.line_need))))
    for first in range(0, max(1, len(companies)), step):
        last = min(first + step, len(companies))
        found, stays, why = _candidates(inputs.take(first, last), weights, keep, first)
        counts += _counted(found, why, len(needs))
        failed = np.flatnonzero((why > 0) & ~stays & (found.parts[0] >= FLOOR))
        meets = np.flatnonzero((why == 0) | stays)
        passing, stays = found.take(meets), stays[meets]
        stays |= _listed(passing.company, passing, needs.key[passing.need], per_company)
        if bars is not None:
            stays |= passing.priority > bars.company[first:last][passing.company]
            stays |= passing.priority > bars.need[passing.need]
        leaders, bar = _raise_bar(leaders, passing, per_need, len(needs))
        chosen = np.flatnonzero(stays | (passing.priority >= bar[passing.need]))
        kept.append(passing.take(chosen, moved=first))
        held.append(stays[chosen])
        if per_excluded:
            failed = failed[found.priority[failed] >= _least(bar, bars)[found.need[failed]]]
            out.append(found.take(failed, moved=first))
            reasons.append(why[failed])
        if progress:
            progress(last)
    matches, stays = _joined(kept), np.concatenate(held)
    listed = _listed(matches.need, matches, companies.key[matches.company], per_need)
    matches = matches.take(np.flatnonzero(stays | listed))
    matches = matches.take(_order(matches.need, matches, companies.key[matches.company]))
    excluded, why = _named_out(out, reasons, _least(bar, bars), companies.key, per_excluded)
    return Found(matches, excluded, why, counts[0], counts[1], counts[2:])


def _least(bar: Floats, bars: Bars | None) -> Floats:
    """(M,) the priority from which a pair belongs to the need's list, made here or stored."""
    return bar if bars is None else np.minimum(bar, bars.need)


def _counted(found: Matches, why: Flags, needs: int) -> Ints:
    """(2 + reasons, needs): companies that do the work, that pass, and that fail, by reason."""
    able = found.parts[0] >= FLOOR
    rows = [able, able & (why == 0), *(able & (why >> place & 1 > 0) for place in range(len(WHY)))]
    return np.stack([np.bincount(found.need[row], minlength=needs) for row in rows])


def _named_out(
    out: list[Matches], reasons: list[Flags], bar: Floats, key: Ints, most: int
) -> tuple[Matches, Flags]:
    """The best `most` of each need among those left out that would reach its list."""
    if not out:
        nobody = np.empty(0, dtype=np.int64)
        nothing = np.empty((len(PARTS), 0), dtype=np.float32)
        blank = np.empty(0, dtype=np.float32)
        return Matches(nobody, nobody, nothing, nothing, blank, blank, blank), np.empty(0, np.uint8)
    excluded, why = _joined(out), np.concatenate(reasons)
    rows = np.flatnonzero(excluded.priority >= bar[excluded.need])
    excluded, why = excluded.take(rows), why[rows]
    rows = np.flatnonzero(_listed(excluded.need, excluded, key[excluded.company], most))
    excluded, why = excluded.take(rows), why[rows]
    order = _order(excluded.need, excluded, key[excluded.company])
    return excluded.take(order), why[order]


def _candidates(
    piece: Inputs, weights: Weights, keep: tuple[Ints, Ints] | None, first: int
) -> tuple[Matches, Bools, Flags]:
    """The pairs of a piece that can do the work, with those to keep: which those are, and why
    pairs are left out."""
    fit = capability(piece.companies, piece.needs, piece.reference.credit)
    wanted = np.zeros(fit[0].shape, dtype=np.bool_)
    if keep is not None:
        here = (keep[0] >= first) & (keep[0] < first + len(piece.companies))
        wanted[keep[1][here], keep[0][here] - first] = True
    need, company = np.nonzero(wanted | (fit[0] >= FLOOR))
    found = _pairs(piece, weights, company, need, fit)
    return found, wanted[need, company], left_out(piece, company, need)


def _pairs(
    inputs: Inputs, weights: Weights, company: Ints, need: Ints, fit: tuple[Floats, Floats]
) -> Matches:
    companies, needs, reference = inputs.companies, inputs.needs, inputs.reference
    volume = volume_by_node(companies, needs, reference.credit)
    made = (
        (fit[0][need, company], fit[1][need, company]),
        customer(companies, needs, company, need),
        intent(companies, needs, company, need),
        capacity(companies, needs, volume, (company, need)),
        location(companies, needs, reference, (company, need)),
    )
    parts = np.stack([value for value, _ in made])
    known = np.stack([share for _, share in made])
    return Matches(need, company, parts, known, *combine(parts, known, weights))


def _order(group: Ints, matches: Matches, key: Ints) -> Ints:
    """By group, and in it best first; ties by confidence, then by `key`."""
    # One integer of 21 + 21 bits under the group sorts several times faster than four columns.
    rank = group << 42 | _falling(matches.priority) << 21 | _falling(matches.confidence)
    order = np.argsort(rank)
    same = rank[order][1:] == rank[order][:-1]
    if same.any():
        tied = np.flatnonzero(np.r_[same, False] | np.r_[False, same])
        pairs = order[tied]
        order[tied] = pairs[np.lexsort((key[pairs], rank[pairs]))]
    return order


def _falling(value: Floats) -> Ints:
    """Integers that grow as a value in [0, 1] falls, 21 bits."""
    falling: Ints = STEPS - (value * np.float32(STEPS)).astype(np.int64)
    return falling


def _listed(group: Ints, matches: Matches, key: Ints, most: int) -> Bools:
    """(P,) whether a pair is among the best `most` of its group."""
    listed = np.ones(len(matches), dtype=np.bool_)
    if len(matches) and np.bincount(group).max() > most:
        order = _order(group, matches, key)
        listed[order] = _place(group[order]) < most
    return listed


def _place(group: Ints) -> Ints:
    """(P,) the place of each entry in its group, from 0; `group` is sorted."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(len(group)) - np.repeat(starts, np.diff(starts, append=len(group)))


def _raise_bar(leaders: Ints, found: Matches, most: int, needs: int) -> tuple[Ints, Floats]:
    """The best `most` of each need so far, and (M,) the priority of the last: what to reach.

    A leader is need << 21 | falling priority.
    """
    leaders = np.sort(np.concatenate([leaders, found.need << 21 | _falling(found.priority)]))
    need = leaders >> 21
    place = _place(need)
    bar = np.full(needs, -np.inf if most else np.inf, dtype=np.float32)
    last = place == most - 1
    bar[need[last]] = (STEPS - (leaders[last] & ((1 << 21) - 1))) / np.float32(STEPS)
    return leaders[place < most], bar


def _joined(pieces: list[Matches]) -> Matches:
    return Matches(
        *(np.concatenate([getattr(p, f.name) for p in pieces], axis=-1) for f in fields(Matches))
    )
