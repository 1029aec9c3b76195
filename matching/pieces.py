"""Pairs as they are found, need by need, and put together to lists. Pure.

Millions of pairs come out of a whole run. They are ordered while they are still in the processor's
cache, need by need; after that, lists are put together by copying runs of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.features import Bools, Floats, Ints
from matching.lists import RANK_BITS, listed, ordered, ranks
from matching.parts import Part
from matching.scoring import PARTS, Matches

NUMBERS = len(PARTS) + 4  # the parts, score, confidence, freshness, priority
CONFIDENCE, PRIORITY = len(PARTS) + 1, len(PARTS) + 3


@dataclass(slots=True)
class Piece:
    """The pairs of some needs, one need after the other, and of each the best first.

    needs: (G,). begins: (G + 1,) where the pairs of each begin. company: (P,) int32. rank: (P,)
    from `lists.ranks`. numbers: (11, P) the rows of `Matches`: parts, score, confidence, freshness,
    priority.
    """

    needs: Ints
    begins: Ints
    company: Ints
    rank: Ints
    numbers: Floats

    def __len__(self) -> int:
        return len(self.company)

    def need(self) -> Ints:
        """(P,) the need of each pair."""
        return np.repeat(self.needs, np.diff(self.begins))

    def place(self) -> Ints:
        """(P,) the place of each pair in its need's list, from 0."""
        lengths = np.diff(self.begins)
        return np.arange(len(self)) - np.repeat(self.begins[:-1], lengths)

    def take(self, rows: Ints) -> Piece:
        """The pairs at `rows`, which rise."""
        begins = np.searchsorted(rows, self.begins)
        return Piece(self.needs, begins, self.company[rows], self.rank[rows], self.numbers[:, rows])


def piece_of_block(
    parts: Sequence[Part],
    blended: tuple[Floats, Floats, Floats, Floats],
    at: tuple[Ints, Ints],
    chosen: Bools,
    key: Ints,
) -> Piece:
    """The chosen pairs of a block, (G, C) flags, of companies (1, C) and needs (G, 1).

    key: (C,) orders equals.
    """
    (c, m), width = at, chosen.shape[1]
    flat = np.flatnonzero(chosen)
    line = np.repeat(np.arange(len(chosen)), [np.count_nonzero(row) for row in chosen])
    who = flat - line * width
    confidence, priority = blended[1], blended[3]

    def picked(values: Any, into: Floats) -> None:
        grid = np.asarray(values, dtype=np.float32)
        grid = grid.reshape((1,) * (2 - grid.ndim) + grid.shape)
        if grid.shape == chosen.shape:
            np.take(grid.ravel(), flat, out=into, mode="clip")
        elif grid.shape[1] > 1:  # the same for all needs
            np.take(grid[0], who, out=into, mode="clip")
        elif len(grid) > 1:  # the same for all companies
            np.take(grid[:, 0], line, out=into, mode="clip")
        else:
            into[:] = grid[0, 0]

    numbers = np.empty((NUMBERS, len(flat)), dtype=np.float32)
    picked(confidence, numbers[CONFIDENCE])
    picked(priority, numbers[PRIORITY])
    rank, who = _in_order(line, ranks(numbers[PRIORITY], numbers[CONFIDENCE]), who, key)
    flat = line * width + who
    for row, value in enumerate((*(value for value, _, _ in parts), *blended)):
        picked(value, numbers[row])
    begins = np.searchsorted(line, np.arange(len(m) + 1))
    return Piece(m[:, 0], begins, c[0, who].astype(np.int32), rank, numbers)


def _in_order(line: Ints, rank: Ints, who: Ints, key: Ints) -> tuple[Ints, Ints]:
    """Ranks and companies, best first within each line (lines rise), of equals by `key`."""
    place, company = who, None
    if np.any(key[1:] < key[:-1]):
        company = np.argsort(key)
        place = np.argsort(company)[who]
    # All in one integer: its values are sorted, no order has to be found and followed.
    bits = len(key).bit_length()
    whole = line << RANK_BITS
    whole |= rank
    whole <<= bits
    whole |= place
    whole.sort()
    place = whole & ((1 << bits) - 1)
    whole >>= bits
    whole &= (1 << RANK_BITS) - 1
    return whole, place if company is None else company[place]


def piece_of_matches(found: Matches, key: Ints) -> Piece:
    """Any pairs as a piece; `key`: (N,) of the companies."""
    rank = ranks(found.priority, found.confidence)
    order = ordered(found.need, rank, key[found.company])
    need = found.need[order]
    needs = np.unique(need)
    numbers = (*found.parts, found.score, found.confidence, found.freshness, found.priority)
    return Piece(
        needs,
        np.searchsorted(need, np.append(needs, np.iinfo(np.int64).max)),
        found.company[order].astype(np.int32),
        rank[order],
        np.stack(numbers)[:, order].astype(np.float32),
    )


def best_of_needs(pieces: Sequence[Piece], key: Ints, most: int) -> list[Ints]:
    """The rows of each piece that are among the best `most` of their need over all pieces."""
    near = [np.flatnonzero(piece.place() < most) for piece in pieces]
    rows = [piece.take(each) for piece, each in zip(pieces, near, strict=True)]
    need, company, rank = (joined_rows(rows, name) for name in ("need", "company", "rank"))
    best = split(listed(need, rank, company, key, most), rows)
    return [each[told] for each, told in zip(near, best, strict=True)]


def joined_rows(pieces: Sequence[Piece], name: str) -> Ints:
    """(P,) the needs, companies or ranks of all pieces."""
    each = [piece.need() if name == "need" else getattr(piece, name) for piece in pieces]
    return np.concatenate([np.empty(0, dtype=np.int32), *each])


def split(values: Bools, pieces: Sequence[Piece]) -> list[Bools]:
    """What belongs to each piece."""
    ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64).tolist()
    return [values[end - len(piece) : end] for end, piece in zip(ends, pieces, strict=True)]


def together(
    pieces: Sequence[Piece], needs: int, key: Ints, *, each: Callable[..., Iterable[None]] = map
) -> Matches:
    """All pairs by need, and of each the best first; `each` may be the `map` of threads."""
    total = np.zeros(needs, dtype=np.int64)
    runs: list[list[tuple[Piece, int, int]]] = [[] for _ in range(needs)]
    for piece in pieces:
        total[piece.needs] += np.diff(piece.begins)
        begins = piece.begins.tolist()
        for place, need in enumerate(piece.needs.tolist()):
            if begins[place] < begins[place + 1]:
                runs[need].append((piece, begins[place], begins[place + 1]))
    starts = np.concatenate([[0], np.cumsum(total)])
    company = np.empty(starts[-1], dtype=np.int64)
    numbers = np.empty((NUMBERS, len(company)), dtype=np.float32)

    def put(first: int, last: int) -> None:
        for need in range(first, last):
            _put(runs[need], company, numbers, int(starts[need]), key)

    half = int(np.searchsorted(starts, starts[-1] / 2))
    cuts = [0, min(half, needs), needs]
    list(each(put, cuts[:-1], cuts[1:]))
    return Matches(
        np.repeat(np.arange(needs), total),
        company,
        numbers[: len(PARTS)],
        numbers[:0],
        *numbers[len(PARTS) :],
    )


def _put(
    runs: Sequence[tuple[Piece, int, int]], company: Ints, numbers: Floats, start: int, key: Ints
) -> None:
    """Copy the runs of one need, as (piece, first, last), to where it starts, best first."""
    end = start
    for piece, low, high in runs:
        into = slice(end, end + high - low)
        company[into] = piece.company[low:high]
        numbers[:, into] = piece.numbers[:, low:high]
        end = into.stop
    if len(runs) > 1:
        own = slice(start, end)
        rank = np.concatenate([piece.rank[low:high] for piece, low, high in runs])
        order = ordered(np.zeros_like(rank), rank, key[company[own]])
        company[own] = company[own][order]
        numbers[:, own] = numbers[:, own][:, order]
