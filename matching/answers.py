"""How far a company's capability rows answer the requirement lines of needs.

Pure. A company is a sparse vector over the taxonomy (its rows), which the credit table smooths:
each row answers for its node and, for less, for the node's kin. Two ways lead to the same numbers:
`of_pairs` for any pairs of company and need, `Rows.blocks` for all the companies that can answer
needs for the same processes, at once, which is what whole runs use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from matching.features import Bools, Floats, Ints, ranges
from matching.masks import SPEAKS
from matching.prepared import Prepared

# What falling wholly short of the materials asked takes from a process that fits.
MATERIAL_LOSS = np.float32(0.5)
MATERIAL_FAMILY = np.float32(0.5)  # stating the family only, of what stating the material counts
# How far a process counts as checked that the industry code alone speaks for. That codes are broad
# and may be wrong is in what the row is worth already (its strength), as kinship is in the credit.
INFERRED_SEEN = np.float32(1)
# Four times too coarse is three IT grades (ISO 286-1: five grades are a factor of ten).
PRECISION_OCTAVES = np.float32(2.0)
SIZE_OCTAVES = np.float32(1.0)  # room for half the size asked is no room
TOLERANCE_WEIGHT, SIZE_WEIGHT = np.float32(0.6), np.float32(0.4)

_NAN, _ZERO, _ONE = np.float32(np.nan), np.float32(0), np.float32(1)
_LITTLE = np.float32(1e-6)


@dataclass(slots=True)
class Answer:
    """What the rows say of pairs; arrays that broadcast to the pairs' shape.

    fit: in [0, 1], the process with its materials. seen, known: how much of that could be checked,
    and the same with older evidence counting less. precise, precise_seen, precise_known: the same
    of tolerance and size; NaN where nothing is stated, `precise_seen` NaN where nothing is asked.
    short: some line asks for larger parts than every row that speaks for it states. volume: pieces
    a month stated for the main line.
    """

    fit: Floats
    seen: Floats
    known: Floats
    precise: Floats
    precise_seen: Floats
    precise_known: Floats
    short: Bools
    volume: Floats


@dataclass(slots=True)
class _Said:
    """What the best of each company's rows say to one line; blanks where none speaks."""

    fit: Floats
    speaks: Floats
    seen: Floats
    known: Floats
    precise: Floats
    checked: Floats
    checked_known: Floats
    room: Floats
    volume: Floats


_BLANKS = {"precise": _NAN, "room": _NAN, "volume": _NAN}


def of_pairs(p: Prepared, c: Ints, m: Ints) -> Answer:
    """The answers of companies `c` to needs `m`, (P,) each."""
    total, told = _nothing((len(c),))
    begin, end = p.company_rows[c], p.company_rows[c + 1]
    for place in range(int(p.line_count.max(initial=0))):
        at = np.flatnonzero(p.line_count[m] > place)
        line = p.first_line[m[at]] + place
        counts = (end - begin)[at]
        each = np.repeat(line, counts)
        said = _best(p, ranges(begin[at], end[at]), each, p.line_node[each], counts)
        _add(p, (total, told), said, (at, line), p.lists[c[at]])
    return _done(p, total, told, m)


class Rows:
    """The capability rows of the companies [first, last), by node."""

    def __init__(self, p: Prepared, first: int, last: int) -> None:
        self._p = p
        low, high = p.company_rows[first], p.company_rows[last]
        self._at_node = [rows + low for rows in _by_node(p.row_node[low:high], len(p.credit))]

    def blocks(self, nodes: Ints, group: Ints, most: int) -> Iterator[tuple[Ints, Ints, Answer]]:
        """(companies (1, C), needs (G, 1), answers) of a group of needs for the same `nodes`.

        A block holds about `most` pairs or one need, and every company that has a row which could
        reach `SPEAKS`; pairs that are in no block cannot.
        """
        p, rows = self._p, self._near(nodes)
        if not len(rows):
            return
        rows, firsts, places = _first_rows(p.row_company[rows], rows)
        c = p.row_company[rows[:firsts]]
        lists = p.lists[c]
        wide = max(1, most // len(c))
        for begin in range(0, len(group), wide):
            m = group[begin : begin + wide, None]
            if len(nodes) == 1:  # all rows speak, and the one line is the whole need
                said = _best_of_firsts(_said(p, rows, p.first_line[m], nodes[0]), firsts, places)
                yield c[None, :], m, _only_line(p, said, p.first_line[m])
                continue
            total, told = _nothing((len(m), len(c)))
            for place, node in enumerate(nodes):
                line = p.first_line[m] + place
                said = _best_of_firsts(_said(p, rows, line, node), firsts, places)
                _add(p, (total, told), said, (..., line), lists)
            yield c[None, :], m, _done(p, total, told, m)

    def _near(self, nodes: Ints) -> Ints:
        """The rows, in order, of companies that may answer needs for `nodes`."""
        p = self._p
        if len(nodes) == 1:
            credit = p.credit[:, nodes[0]]
            near = credit >= SPEAKS  # no strength is above 1
        else:
            near = np.any(p.credit[:, nodes] > 0, axis=1)
        none = np.empty(0, dtype=np.int64)
        rows = np.concatenate([none, *(self._at_node[node] for node in np.flatnonzero(near))])
        if len(nodes) == 1:
            rows = rows[credit[p.row_node[rows]] * p.row_strength[rows] >= SPEAKS]
        rows.sort()
        return rows


def _by_node(node: Ints, nodes: int) -> list[Ints]:
    """The places of rows by their node."""
    order = np.argsort(node, kind="stable")
    return np.split(order, np.searchsorted(node[order], np.arange(1, nodes)))


def _first_rows(owner: Ints, rows: Ints) -> tuple[Ints, int, list[tuple[Ints, slice]]]:
    """The first row of each company, followed by the second rows, and so on; how many are first;
    and of the further rows the companies to which they belong, with where they stand."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    counts = np.diff(starts, append=len(rows))
    order, places, end = [starts], [], len(starts)
    for place in range(1, int(counts.max())):
        at = np.flatnonzero(counts > place)
        order.append(starts[at] + place)
        places.append((at, slice(end, end + len(at))))
        end += len(at)
    return rows[np.concatenate(order)], len(starts), places


def _nothing(shape: tuple[int, ...]) -> tuple[Answer, Floats]:
    """Answers to add to, and how much of the precision asked has been told."""
    none = [np.zeros(shape, dtype=np.float32) for _ in range(7)]
    short, volume = np.zeros(shape, dtype=np.bool_), np.full(shape, _NAN)
    total = Answer(none[0], none[1], none[2], none[3], none[4], none[5], short, volume)
    return total, none[6]


def _best(p: Prepared, rows: Ints, line: Ints, node: Ints, counts: Ints) -> _Said:
    """What the rows say to a line, the best of each company's.

    `rows` are sorted by company, `counts` of them belong to each. Each number is the best that any
    of them gives, so that one more row can only help.
    """
    found = _said(p, rows, line, node)
    if int(counts.min(initial=1)) == int(counts.max(initial=1)) == 1:
        return found
    starts = np.cumsum(counts) - counts
    return _Said(
        **{
            f.name: _greatest(getattr(found, f.name), starts, counts, _BLANKS.get(f.name, _ZERO))
            for f in fields(_Said)
        }
    )


def _best_of_firsts(found: _Said, firsts: int, places: list[tuple[Ints, slice]]) -> _Said:
    """The same of rows in the order of `_first_rows`: little has to be moved."""
    if not places:
        return found
    best = {}
    for f in fields(_Said):
        values = getattr(found, f.name)
        mine: Floats = values[..., :firsts].copy()
        for at, rows in places:
            mine[..., at] = np.fmax(mine[..., at], values[..., rows])
        best[f.name] = mine
    return _Said(**best)


def _said(p: Prepared, rows: Ints, line: Ints, node: Ints) -> _Said:
    """What each row says to a line."""
    value = p.credit[p.row_node[rows], node] * p.row_strength[rows]
    speaks = value >= SPEAKS
    stated = np.where(p.row_inferred[rows], INFERRED_SEEN, _ONE)
    if p.line_materials[line].any():
        share = material_fit(p, rows, line)
        value = value * _material_factor(share)
        stated = stated + ~np.isnan(share)
    seen = stated / p.line_asked[line]
    precise, checked = _precision(p, rows, line)
    fresh, room, volume = p.row_fresh[rows], p.row_room[rows], p.row_volume[rows]
    if not speaks.all():
        seen, checked = np.where(speaks, seen, _ZERO), np.where(speaks, checked, _ZERO)
        precise, room = np.where(speaks, precise, _NAN), np.where(speaks, room, _NAN)
        volume = np.where(speaks, volume, _NAN)
    return _Said(
        fit=value,
        speaks=speaks.astype(np.float32),
        seen=seen,
        known=seen * fresh,
        precise=precise,
        checked=checked,
        checked_known=checked * fresh,
        room=room,
        volume=volume,
    )


def _material_factor(share: Floats) -> Floats:
    """What the materials leave of a process that fits; 1 where there is no telling."""
    left: Floats = np.fmin(_ONE - MATERIAL_LOSS * (_ONE - share), _ONE)
    return left


def _greatest(values: Floats, starts: Ints, counts: Ints, blank: np.float32) -> Floats:
    """The greatest of each company's entries along the last axis; NaN gives way."""
    least, most = int(counts.min()) if len(counts) else 0, int(counts.max(initial=0))
    if least:
        best: Floats = values[..., starts].astype(np.float32, copy=False)
    else:
        best = np.full((*values.shape[:-1], len(counts)), blank, dtype=np.float32)
    for place in range(1 if least else 0, most):
        at = np.flatnonzero(counts > place)
        best[..., at] = np.fmax(best[..., at], values[..., starts[at] + place])
    return best


def row_fit(p: Prepared, rows: Ints, line: Ints) -> tuple[Floats, Floats]:
    """(n,) how well rows answer lines, to say which row is the best: for the process with its
    materials, and, of rows that speak for it, for tolerance and size. Above 0 where it counts; of
    equal fits the one of which more is stated."""
    value = p.credit[p.row_node[rows], p.line_node[line]] * p.row_strength[rows]
    speaks = value >= SPEAKS
    share = material_fit(p, rows, line)
    told = ~np.isnan(share)
    value = value * _material_factor(share)
    more = np.float32(2**-20) * (told + ~p.row_inferred[rows] * np.float32(2))
    precise, checked = _precision(p, rows, line)
    exact = np.where(np.isnan(precise), _ZERO, precise) + np.float32(2**-10) * (1 + checked)
    return np.where(value > 0, value + more, _ZERO), np.where(speaks, exact, _ZERO)


def _precision(p: Prepared, rows: Ints, line: Ints) -> tuple[Floats, Floats]:
    """How far rows hold the tolerance and the size that lines ask for, and how much is stated."""
    asks_um, asks_mm = p.line_asks_um[line], p.line_asks_mm[line]
    tolerance = (TOLERANCE_WEIGHT * asks_um) * p.row_has_um[rows]
    size = (SIZE_WEIGHT * asks_mm) * p.row_has_mm[rows]
    total = tolerance * _tolerance(p, rows, line) + size * _size(p, rows, line)
    weight = tolerance + size
    asked = TOLERANCE_WEIGHT * asks_um + SIZE_WEIGHT * asks_mm
    with np.errstate(invalid="ignore"):
        value: Floats = total / weight  # NaN where nothing is stated
    return value, weight / np.where(asked > 0, asked, _ONE)


def _falling(value: Floats, wanted: Floats, octaves: np.float32) -> Floats:
    """1 up to what is wanted, falling to 0 at that many octaves more."""
    return _clip(_ONE - (value - wanted) / octaves)


def _tolerance(p: Prepared, rows: Ints, line: Ints) -> Floats:
    return _falling(p.row_log_um[rows], p.line_log_um[line], PRECISION_OCTAVES)


def _size(p: Prepared, rows: Ints, line: Ints) -> Floats:
    return _falling(p.line_log_mm[line], p.row_log_mm[rows], SIZE_OCTAVES)


def precision_fit(p: Prepared, rows: Ints, line: Ints) -> Floats:
    """1 where the tolerance is held, falling to 0 at four times too coarse; NaN: no telling."""
    told = p.row_has_um[rows] * p.line_asks_um[line] > 0
    return np.where(told, _tolerance(p, rows, line), _NAN)


def size_fit(p: Prepared, rows: Ints, line: Ints) -> Floats:
    """1 where the part can be held, falling to 0 at half its size; NaN: no telling."""
    told = p.row_has_mm[rows] * p.line_asks_mm[line] > 0
    return np.where(told, _size(p, rows, line), _NAN)


def material_fit(p: Prepared, rows: Ints, line: Ints) -> Floats:
    """The share of the materials asked that the row states; NaN: none asked or none stated.

    Where it states only the family of what is asked, that counts `MATERIAL_FAMILY`.
    """
    both: Any = 0
    states: Any = False
    families = p.row_family_words
    for word in range(p.row_words.shape[1]):
        have = p.row_words[rows, word]
        both = both + np.bitwise_count(have & p.line_words[line, word])
        states = states | (have > 0)
        if families is not None:
            kin = families[rows, word]
            both = both + MATERIAL_FAMILY * np.bitwise_count(kin & p.line_words[line, word])
            states = states | (kin > 0)
    asked = p.line_materials[line]
    share = both / np.where(asked > 0, asked, _ONE)
    # Added NaNs cost a tenth of choosing.
    told: Floats = share + np.where(states, _ZERO, _NAN) + np.where(asked > 0, _ZERO, _NAN)
    return told.astype(np.float32, copy=False)


def _add(
    p: Prepared, to: tuple[Answer, Floats], said: _Said, where: tuple[Any, Ints], lists: Bools
) -> None:
    """Weigh in what was said to one line of each need; `where`: places of the total, lines."""
    (total, told), (at, line) = to, where
    share, exact = p.line_share[line], p.line_exact_share[line]
    total.fit[at] += share * said.fit
    # Whoever lists other trades only is known not to do this one.
    other = np.where(said.speaks > 0, _ZERO, lists)
    total.seen[at] += share * (said.seen + other)
    total.known[at] += share * (said.known + other)
    stated = ~np.isnan(said.precise)
    total.precise[at] += np.where(stated, exact * said.precise, _ZERO)
    told[at] += np.where(stated, exact, _ZERO)
    total.precise_seen[at] += exact * said.checked
    total.precise_known[at] += exact * said.checked_known
    total.short[at] |= said.room < p.line_size_mm[line]
    total.volume[at] = np.where(p.line_is_main[line], said.volume, total.volume[at])


def _done(p: Prepared, total: Answer, told: Floats, m: Ints) -> Answer:
    asks = p.asks_exact[m]
    precise = np.where(told > 0, total.precise / np.maximum(told, _LITTLE), _NAN)
    return Answer(
        fit=_clip(total.fit),
        seen=_clip(total.seen),
        known=_clip(total.known),
        precise=_clip(precise),
        precise_seen=np.where(asks, _clip(total.precise_seen), _NAN),
        precise_known=_clip(total.precise_known),
        short=total.short,
        volume=total.volume,
    )


def _only_line(p: Prepared, said: _Said, line: Ints) -> Answer:
    """The answers to needs of one line, of rows that all speak for it: what `_add` and `_done`
    make of that, without the steps that leave it as it is."""
    asks = p.line_asks_um[line] + p.line_asks_mm[line] > 0
    checked = said.checked
    return Answer(
        fit=said.fit,
        seen=said.seen,
        known=said.known,
        precise=said.precise,
        precise_seen=checked + np.where(asks, _ZERO, _NAN),
        precise_known=said.checked_known,
        short=said.room < p.line_size_mm[line],
        volume=said.volume,
    )


def _clip(value: Floats) -> Floats:
    clipped: Floats = np.clip(value, _ZERO, _ONE)
    return clipped
