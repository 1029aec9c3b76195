"""The best companies of each need and the best needs of each company, over all pairs.

Pure. Most pairs can do nothing for each other, and are never looked at: `answers.of_blocks` gives,
for needs of the same processes, the companies that have a row which could reach the floor. Blocks
are as large as a processor's cache; slices of companies bound the memory and go to threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from itertools import pairwise

import numpy as np

from matching.answers import Answer, of_blocks
from matching.features import Bools, Floats, Inputs, Ints
from matching.lists import listed, ordered
from matching.masks import WHY, Flags, left_out
from matching.prepared import Prepared, prepare
from matching.scoring import (
    FLOOR,
    PARTS,
    Matches,
    Weights,
    as_rows,
    blend,
    held_against_musts,
    parts_of,
)

PAIRS_AT_ONCE = 1 << 25  # companies x needs of a slice, which bounds the memory
LEAST_SLICE = 256
BLOCK = 1 << 15  # pairs of a block: its arrays stay in the processor's cache
THREADS = 2  # numpy computes beside the interpreter's lock


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
    left out are named for each need. `progress` gets the companies done so far. Equal priorities
    are ordered by confidence and then by key, so the order of the input never matters.
    """
    p = prepare(inputs)
    company_key, needs = inputs.companies.key, len(inputs.needs)
    run = _Run(p, weights, per_need, per_company, per_excluded, bars)
    slices = run.all_slices(progress)
    found = joined([each.found for each in slices])
    stays = np.concatenate([each.stays for each in slices])
    near = np.flatnonzero(np.concatenate([each.near for each in slices]))
    best = near[_best_of_needs(found.take(near), company_key, per_need)]
    bar = _bars_reached(found, best, per_need, needs)
    stays[best] = True
    found, stays = _with_kept(run, found, stays, keep)
    rows = np.flatnonzero(stays)
    need, company = found.need[rows], found.company[rows]
    order = ordered(need, found.priority[rows], found.confidence[rows], company_key[company])
    matches = found.take(rows[order])

    out, why = joined([each.out for each in slices]), np.concatenate([s.why for s in slices])
    reach = out.priority >= (bar if bars is None else np.minimum(bar, bars.need))[out.need]
    rows = np.flatnonzero(reach & ~_among(out, keep, len(company_key)))
    out, why = out.take(rows), why[rows]
    rows = _best_of_needs(out, company_key, per_excluded)
    out, why = out.take(rows), why[rows]
    order = ordered(out.need, out.priority, out.confidence, company_key[out.company])
    counts = np.sum([each.counts for each in slices], axis=0)
    return Found(matches, out.take(order), why[order], counts[0], counts[1], counts[2:])


@dataclass(slots=True)
class _Slice:
    """What a slice of companies gives: the pairs that are in a company's list (`stays`) or may be
    in a need's (`near`), those left out that may be named, and the counts by need."""

    found: Matches
    stays: Bools
    near: Bools
    out: Matches
    why: Flags
    counts: Ints


@dataclass(frozen=True, slots=True)
class _Run:
    """One pass over all pairs."""

    p: Prepared
    weights: Weights
    per_need: int
    per_company: int
    per_excluded: int
    bars: Bars | None

    def all_slices(self, progress: Callable[[int], None] | None) -> list[_Slice]:
        cuts = _cuts(len(self.p.inputs.companies), len(self.p.inputs.needs))
        spans = list(pairwise(cuts))
        if len(spans) == 1:
            slices = [self.slice(spans[0])]
            if progress:
                progress(cuts[-1])
            return slices
        slices = []
        with ThreadPoolExecutor(THREADS) as pool:
            for (_, last), done in zip(spans, pool.map(self.slice, spans), strict=True):
                slices.append(done)
                if progress:
                    progress(last)
        return slices

    def slice(self, span: tuple[int, int]) -> _Slice:
        """The companies [first, last) against all needs."""
        needs = self.p.inputs.needs
        counts = np.zeros((2 + len(WHY), len(needs)), dtype=np.int64)
        kept: list[Matches] = [nobody()]
        near: list[Bools] = [np.empty(0, dtype=np.bool_)]
        out: list[Matches] = [nobody()]
        reasons: list[Flags] = [np.empty(0, dtype=np.uint8)]
        for c, m, answer in of_blocks(self.p, *span, BLOCK):
            found, is_near, left, why, counted = self._block(c, m, answer)
            counts[:, m[:, 0]] += counted
            kept.append(found)
            near.append(is_near)
            out.append(left)
            reasons.append(why)
        found, is_near = joined(kept), np.concatenate(near)
        stays = listed(
            found.company,
            found.priority,
            found.confidence,
            needs.key[found.need],
            self.per_company,
        )
        if self.bars is not None:
            stays |= found.priority > self.bars.company[found.company]
            stays |= found.priority > self.bars.need[found.need]
        if not stays.all():
            rows = np.flatnonzero(stays | is_near)
            found, stays, is_near = found.take(rows), stays[rows], is_near[rows]
        return _Slice(found, stays, is_near, joined(out), np.concatenate(reasons), counts)

    def _block(
        self, c: Ints, m: Ints, answer: Answer
    ) -> tuple[Matches, Bools, Matches, Flags, Ints]:
        """The pairs of a block that pass, which of them may be in their need's list, those left
        out, why, and the counts (2 + reasons, needs of the block)."""
        made = parts_of(self.p, answer, c, m)
        blended = blend(made, self.weights)
        priority = blended[-1]
        able = np.broadcast_to(made[0][0] >= np.float32(FLOOR), priority.shape)
        why = left_out(self.p.inputs, answer.short, c, m)
        passing = able & (why == 0)
        reach = _reached(np.where(passing, priority, -np.inf), self.per_need)
        near = passing & (priority >= reach)
        whole = self.per_company > 0 or self.bars is not None
        places = np.nonzero(passing if whole else near)
        found = as_rows(made, blended, (c, m), places, with_known=False)
        if self.per_excluded and why.any():
            if self.bars is not None:
                reach = np.minimum(reach, self.bars.need[m])
            lost = np.nonzero(able & (why > 0) & (priority >= reach))
        else:
            lost = (np.empty(0, dtype=np.int64),) * 2
        failed = (able & (why >> bit & 1 > 0) for bit in range(len(WHY)))
        counts = np.stack([each.sum(axis=1) for each in (able, passing, *failed)])
        return (
            found,
            near[places],
            as_rows(made, blended, (c, m), lost, with_known=False),
            why[lost],
            counts,
        )


def _reached(priority: Floats, most: int) -> Floats:
    """(G, 1) what the last of each row's best `most` reaches: -inf where there is room."""
    rows, width = priority.shape
    if most == 0:
        return np.full((rows, 1), np.float32(np.inf))
    if width < most:
        return np.full((rows, 1), np.float32(-np.inf))
    return np.partition(priority, width - most, axis=1)[:, [width - most]]


def _cuts(companies: int, needs: int) -> list[int]:
    """Where slices of companies begin and end: as many as keep all threads at work."""
    step = max(LEAST_SLICE, PAIRS_AT_ONCE // max(1, needs))
    slices = -(-companies // step)
    slices = -(-slices // THREADS) * THREADS
    step = max(LEAST_SLICE, -(-companies // max(1, slices)))
    return [*range(0, companies, step), companies] if companies else [0, 0]


def _best_of_needs(found: Matches, key: Ints, most: int) -> Ints:
    """The places of those among the best `most` of their need."""
    keys = key[found.company]
    return np.flatnonzero(listed(found.need, found.priority, found.confidence, keys, most))


def _bars_reached(found: Matches, best: Ints, most: int, needs: int) -> Floats:
    """(M,) the least priority of full lists; -inf where there is room, inf without lists."""
    bar = np.full(needs, np.float32(np.inf))
    np.minimum.at(bar, found.need[best], found.priority[best])
    if most:
        bar[np.bincount(found.need[best], minlength=needs) < most] = -np.inf
    return bar


def _with_kept(
    run: _Run, found: Matches, stays: Bools, keep: tuple[Ints, Ints] | None
) -> tuple[Matches, Bools]:
    """The pairs to keep stay, those that were not found are added."""
    if keep is None or not len(keep[0]):
        return found, stays
    count = len(run.p.inputs.companies)
    stays = stays | _among(found, keep, count)
    there = np.isin(keep[1] * count + keep[0], found.need * count + found.company)
    company, need = keep[0][~there], keep[1][~there]
    added, _ = held_against_musts(run.p, run.weights, company, need)
    added = replace(added, known=added.known[:0])
    return joined([found, added]), np.r_[stays, np.ones(len(added), dtype=np.bool_)]


def _among(found: Matches, keep: tuple[Ints, Ints] | None, companies: int) -> Bools:
    """(P,) which pairs are to be kept."""
    if keep is None or not len(keep[0]):
        return np.zeros(len(found), dtype=np.bool_)
    return np.isin(found.need * companies + found.company, keep[1] * companies + keep[0])


def nobody() -> Matches:
    """No pairs."""
    none, blank = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    parts = np.empty((len(PARTS), 0), dtype=np.float32)
    return Matches(none, none, parts, parts[:0], blank, blank, blank, blank)


def joined(pieces: Sequence[Matches]) -> Matches:
    """The pairs of all pieces, one after the other."""
    return Matches(
        *(np.concatenate([getattr(p, f.name) for p in pieces], axis=-1) for f in fields(Matches))
    )
