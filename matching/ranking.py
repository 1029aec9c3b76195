"""The best companies of each need and the best needs of each company, over all pairs.

Pure. Most pairs can do nothing for each other, and are never looked at: `answers.Rows` gives, for
needs of the same processes, the companies that have a row which could reach the floor. These groups
go to threads, in blocks so large that these seldom wait for the interpreter; slices of companies
bound the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np

from matching.answers import Answer, Rows
from matching.features import Bools, Floats, Inputs, Ints
from matching.lists import listed, ordered, ranks
from matching.masks import WHY, Flags, left_out
from matching.pieces import (
    PRIORITY,
    Piece,
    best_of_needs,
    joined_rows,
    piece_of_block,
    piece_of_matches,
    split,
    together,
)
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
    set_back,
)

PAIRS_AT_ONCE = 1 << 27  # companies x needs of a slice, which bounds the memory
LEAST_SLICE, MOST_OF_SLICE = 256, 1 << 20
BLOCK = 1 << 18  # pairs of a block: steps so large that threads seldom wait for the interpreter
ALONE = 1 << 18  # fewer pairs are sooner done than threads are started
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
    key, needs = inputs.companies.key, len(inputs.needs)
    with ThreadPoolExecutor(THREADS) as pool:
        each = map if len(key) * needs < ALONE else pool.map
        run = _Run(p, weights, per_need, per_company, per_excluded, bars, each)
        return _found(run, run.all_slices(progress), keep)


def _found(run: _Run, slices: Sequence[_Slice], keep: tuple[Ints, Ints] | None) -> Found:
    """The lists out of what all slices give."""
    bars, per_need = run.bars, run.per_need
    key, needs = run.p.inputs.companies.key, len(run.p.inputs.needs)
    pieces = [piece for each in slices for piece in each.pieces]
    stays = [rows for each in slices for rows in each.stays]
    best = best_of_needs(pieces, key, per_need)
    bar = _bars_reached(pieces, best, per_need, needs)
    for staying, rows in zip(stays, best, strict=True):
        staying[rows] = True

    def only(piece: Piece, staying: Bools) -> Piece:
        return _only(piece, staying | _among(piece.need(), piece.company, keep, len(key)))

    kept = list(run.each(only, pieces, stays))
    kept += _added(run, kept, keep)

    out, why = joined([each.out for each in slices]), np.concatenate([s.why for s in slices])
    reach = out.priority >= (bar if bars is None else np.minimum(bar, bars.need))[out.need]
    rows = np.flatnonzero(reach & ~_among(out.need, out.company, keep, len(key)))
    out, why = out.take(rows), why[rows]
    rank = ranks(out.priority, out.confidence)
    rows = np.flatnonzero(listed(out.need, rank, out.company, key, run.per_excluded))
    rows = rows[ordered(out.need[rows], rank[rows], key[out.company[rows]])]
    counts = np.sum([each.counts for each in slices], axis=0)
    matches = together(kept, needs, key, each=run.each)
    return Found(matches, out.take(rows), why[rows], counts[0], counts[1], counts[2:])


@dataclass(slots=True)
class _Slice:
    """What a slice of companies gives: the pairs that may be in a list, for each piece which of
    them are in a company's list, those left out that may be named with the reasons, and the counts
    by need."""

    pieces: list[Piece]
    stays: list[Bools]
    out: Matches
    why: Flags
    counts: Ints


@dataclass(slots=True)
class _Block:
    """The same of the needs `m` in a slice; nothing is known yet of companies' lists."""

    m: Ints
    piece: Piece
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
    each: Callable[..., Any]  # `map`, in threads or not

    def all_slices(self, progress: Callable[[int], None] | None) -> list[_Slice]:
        cuts = _cuts(len(self.p.inputs.companies), len(self.p.inputs.needs))
        slices = []
        for span in pairwise(cuts):
            slices.append(self.slice(span))
            if progress:
                progress(span[1])
        return slices

    def slice(self, span: tuple[int, int]) -> _Slice:
        """The companies [first, last) against all needs."""
        sliced = Rows(self.p, *span)
        found = self.each(lambda group: list(self.blocks(sliced, group)), self.p.groups)
        blocks: list[_Block] = [block for of_group in found for block in of_group]
        counts = np.zeros((2 + len(WHY), len(self.p.inputs.needs)), dtype=np.int64)
        for block in blocks:
            counts[:, block.m] += block.counts
        pieces = [block.piece for block in blocks]
        return _Slice(
            *self.companies_lists(pieces, span),
            joined([nobody(), *(block.out for block in blocks)]),
            np.concatenate([np.empty(0, dtype=np.uint8), *(block.why for block in blocks)]),
            counts,
        )

    def companies_lists(
        self, pieces: list[Piece], span: tuple[int, int]
    ) -> tuple[list[Piece], list[Bools]]:
        """The pieces without what is in no list, and in which rows a company's list has them."""
        company = joined_rows(pieces, "company") - span[0]
        rank, need = joined_rows(pieces, "rank"), joined_rows(pieces, "need")
        stays = listed(company, rank, need, self.p.inputs.needs.key, self.per_company)
        told = split(stays, pieces)
        if self.bars is not None:
            for piece, staying in zip(pieces, told, strict=True):
                priority = piece.numbers[PRIORITY]
                staying |= priority > self.bars.company[piece.company]  # noqa: PLW2901
                staying |= priority > self.bars.need[piece.need()]  # noqa: PLW2901

        def near(piece: Piece, staying: Bools) -> tuple[Piece, Bools]:
            rows = staying | (piece.place() < self.per_need)
            return _only(piece, rows), staying[rows]

        left = list(self.each(near, pieces, told))
        return [piece for piece, _ in left], [staying for _, staying in left]

    def blocks(self, sliced: Rows, group: tuple[Ints, Ints]) -> Iterator[_Block]:
        """The needs that ask for the same processes."""
        for c, m, answer in sliced.blocks(*group, BLOCK):
            yield self.block(c, m, answer)

    def block(self, c: Ints, m: Ints, answer: Answer) -> _Block:
        """The pairs of a block that pass, those left out, why, and the counts by need."""
        made = parts_of(self.p, answer, c, m)
        blended = set_back(self.p, blend(made, self.weights), c, m)
        # What depends on the company alone, or on the need, is smaller than the block.
        priority = np.broadcast_to(blended[-1], (len(m), c.shape[1]))
        able = np.broadcast_to(made[0][0] >= np.float32(FLOOR), priority.shape)
        why = left_out(self.p.inputs, answer.short, c, m)
        passing = able & (why == 0)
        chosen = passing
        if self.per_company == 0 and self.bars is None:
            chosen = passing & (
                priority >= _reached(np.where(passing, priority, -np.inf), self.per_need)
            )
        piece = piece_of_block(made, blended, (c, m), chosen, self.p.inputs.companies.key[c[0]])
        lost: tuple[Ints, ...] = (np.empty(0, dtype=np.int64),) * 2
        if self.per_excluded and why.any():
            reach = _last_of_piece(piece, self.per_need)
            if self.bars is not None:
                reach = np.minimum(reach, self.bars.need[m])
            lost = np.nonzero(able & (why > 0) & (priority >= reach))
        counts = np.zeros((2 + len(WHY), len(m)), dtype=np.int64)
        counts[:2] = [[np.count_nonzero(row) for row in each] for each in (able, passing)]
        for row in np.flatnonzero(why.any(axis=1)):
            failing = why[row][able[row]]
            counts[2:, row] = [np.count_nonzero(failing >> bit & 1) for bit in range(len(WHY))]
        out = as_rows(made, blended, (c, m), lost, with_known=False)
        return _Block(m[:, 0], piece, out, why[lost], counts)


def _only(piece: Piece, rows: Bools) -> Piece:
    return piece if rows.all() else piece.take(np.flatnonzero(rows))


def _last_of_piece(piece: Piece, most: int) -> Floats:
    """(G, 1) the priority of the last of each need's best `most`: -inf where there is room."""
    reach = np.full(len(piece.needs), np.float32(np.inf if most == 0 else -np.inf))
    full = np.flatnonzero(np.diff(piece.begins) >= most) if most else np.empty(0, dtype=np.int64)
    reach[full] = piece.numbers[PRIORITY, piece.begins[full] + most - 1]
    return reach[:, None]


def _reached(priority: Floats, most: int) -> Floats:
    """(G, 1) what the last of each row's best `most` reaches: -inf where there is room."""
    rows, width = priority.shape
    if most == 0:
        return np.full((rows, 1), np.float32(np.inf))
    if width < most:
        return np.full((rows, 1), np.float32(-np.inf))
    return np.partition(priority, width - most, axis=1)[:, [width - most]]


def _cuts(companies: int, needs: int) -> list[int]:
    """Where slices of companies begin and end."""
    step = min(max(LEAST_SLICE, PAIRS_AT_ONCE // max(1, needs)), MOST_OF_SLICE)
    slices = max(1, -(-companies // step))
    step = max(LEAST_SLICE, -(-companies // slices))
    return [*range(0, companies, step), companies] if companies else [0, 0]


def _bars_reached(pieces: Sequence[Piece], best: Sequence[Ints], most: int, needs: int) -> Floats:
    """(M,) the least priority of full lists; -inf where there is room, inf without lists."""
    bar = np.full(needs, np.float32(np.inf))
    count = np.zeros(needs, dtype=np.int64)
    for piece, rows in zip(pieces, best, strict=True):
        need = piece.need()[rows]
        np.minimum.at(bar, need, piece.numbers[PRIORITY, rows])
        count += np.bincount(need, minlength=needs)
    if most:
        bar[count < most] = -np.inf
    return bar


def _added(run: _Run, pieces: Sequence[Piece], keep: tuple[Ints, Ints] | None) -> list[Piece]:
    """The pairs to keep that were not found."""
    if keep is None or not len(keep[0]):
        return []
    key = run.p.inputs.companies.key
    there = np.zeros(len(keep[0]), dtype=np.bool_)
    for piece in pieces:
        there |= _among(*keep[::-1], (piece.company, piece.need()), len(key))
    company, need = keep[0][~there], keep[1][~there]
    added, _ = held_against_musts(run.p, run.weights, company, need)
    return [piece_of_matches(added, key)]


def _among(need: Ints, company: Ints, keep: tuple[Ints, Ints] | None, companies: int) -> Bools:
    """(P,) which pairs are to be kept."""
    if keep is None or not len(keep[0]):
        return np.zeros(len(need), dtype=np.bool_)
    return np.isin(need * companies + company, keep[1] * companies + keep[0])


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
