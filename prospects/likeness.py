"""Which of many companies are probably one and the same, and why. Pure: no Django.

Everything is matched by equal keys, never pair by pair, so a hundred thousand rows against a
hundred thousand companies take seconds:

- the same corporate number;
- the same normal name (in any language) in the same municipality, or where one of the two says
  nothing of its place;
- a close reading at the same postcode: equal, or one letter apart in four or more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from prospects.names import normal_forms

#: Shorter readings must be equal: a letter of three says too much.
SHORTEST_CLOSE = 4


class Reason(StrEnum):
    """Why two are probably one, the strongest first."""

    NUMBER = "number"
    NAME_AND_PLACE = "name_and_place"
    READING_AND_POSTCODE = "reading_and_postcode"
    NAME = "name"


_STRENGTH = {reason: place for place, reason in enumerate(Reason)}
_Met = tuple[int, int, Reason]
_FEW_PAIRS = 1_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one that may be there already. `key` is the asker's own: a row's number.

    `names` are spellings in any language; `readings` are in kana or Hangul. An empty text is
    "not known". A stored company has its primary key as `key`.
    """

    key: Hashable
    corporate_number: str = ""
    names: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    municipality_code: str = ""
    city: str = ""
    postcode: str = ""

    @property
    def has_place(self) -> bool:
        return bool(self.municipality_code or self.city)


@dataclass(frozen=True, slots=True)
class Likeness:
    """`left` and `right` are indexes into the two sequences; both corporate numbers are known and
    differ where `other_number` says so: then they are two legal persons, however alike."""

    left: int
    right: int
    reason: Reason
    other_number: bool


@dataclass(frozen=True, slots=True)
class _Forms:
    """A candidate with its normal forms."""

    row: Candidate
    names: frozenset[str]
    readings: frozenset[str]


def alike(left: Sequence[Candidate], right: Sequence[Candidate]) -> list[Likeness]:
    """The pairs of `left` × `right` that are probably one, each once with its strongest reason.

    A row is never like the one with its own key. Ordered by left, then strength, then right.
    """
    lefts = _forms(left)
    rights = lefts if left is right else _forms(right)
    best: dict[tuple[int, int], Reason] = {}
    for source in (_by_number, _by_name, _by_reading):
        for one, other, reason in source(lefts, rights):
            known = best.get((one, other))
            if known is None or _STRENGTH[reason] < _STRENGTH[known]:
                best[one, other] = reason
    pairs = (
        Likeness(one, other, reason, _other_number(left[one], right[other]))
        for (one, other), reason in best.items()
        if left[one].key != right[other].key
    )
    return sorted(pairs, key=lambda pair: (pair.left, _STRENGTH[pair.reason], pair.right))


def alike_within(rows: Sequence[Candidate]) -> list[Likeness]:
    """The pairs among `rows` that are probably one, each once, `left` before `right`."""
    return [pair for pair in alike(rows, rows) if pair.left < pair.right]


def is_close(one: str, other: str) -> bool:
    """Whether two readings, as normal forms, are equal or one letter apart in four or more."""
    if one == other:
        return bool(one)
    # The one slip leaves the beginning or the end as it is: that rules out most pairs at once.
    if one[:2] != other[:2] and one[-2:] != other[-2:]:
        return False
    if min(len(one), len(other)) < SHORTEST_CLOSE or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:  # one begins with the other
        return True
    short, long = sorted((one[start:], other[start:]), key=len)
    return short[1:] == long[1:] if len(short) == len(long) else short == long[1:]


def _by_number(lefts: Sequence[_Forms], rights: Sequence[_Forms]) -> Iterator[_Met]:
    index = _index((each.row.corporate_number, at) for at, each in enumerate(rights))
    for at, one in enumerate(lefts):
        for other in index.get(one.row.corporate_number, ()):
            yield at, other, Reason.NUMBER


def _by_name(lefts: Sequence[_Forms], rights: Sequence[_Forms]) -> Iterator[_Met]:
    index = _index((name, at) for at, each in enumerate(rights) for name in each.names)
    for at, one in enumerate(lefts):
        for name in one.names:
            for other in index.get(name, ()):
                if reason := _by_place(one.row, rights[other].row):
                    yield at, other, reason


def _by_reading(lefts: Sequence[_Forms], rights: Sequence[_Forms]) -> Iterator[_Met]:
    """Postcode by postcode: few share one, and those few are compared with each other."""
    near = _index((each.row.postcode, at) for at, each in enumerate(rights) if each.readings)
    asking = _index((each.row.postcode, at) for at, each in enumerate(lefts) if each.readings)
    for postcode in asking.keys() & near.keys():
        here, there = asking[postcode], near[postcode]
        if len(here) * len(there) <= _FEW_PAIRS:
            pairs: Iterable[tuple[int, int]] = product(here, there)
        else:
            pairs = _sharing_a_key(lefts, rights, here, there)
        for at, other in pairs:
            if any(is_close(a, b) for a in lefts[at].readings for b in rights[other].readings):
                yield at, other, Reason.READING_AND_POSTCODE


def _sharing_a_key(
    lefts: Sequence[_Forms], rights: Sequence[_Forms], here: Sequence[int], there: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The pairs that can be close, without looking at each: for a file of one postcode."""
    index = _index((key, at) for at in there for key in _reading_keys(rights[at]))
    for at in here:
        met = {other for key in _reading_keys(lefts[at]) for other in index.get(key, ())}
        yield from ((at, other) for other in met)


def _index(keys: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Rows by key; an empty key is none."""
    index: dict[str, list[int]] = defaultdict(list)
    for key, at in keys:
        if key:
            index[key].append(at)
    return index


def _by_place(one: Candidate, other: Candidate) -> Reason | None:
    if not one.has_place or not other.has_place:
        return Reason.NAME
    if one.municipality_code and other.municipality_code:
        same = one.municipality_code == other.municipality_code
    else:
        same = bool(one.city) and one.city == other.city
    return Reason.NAME_AND_PLACE if same else None


def _reading_keys(one: _Forms) -> Iterator[str]:
    """Each reading, and each with a letter left out: two that are one letter apart share a key."""
    for reading in one.readings:
        yield reading
        if len(reading) >= SHORTEST_CLOSE:
            yield from {reading[:n] + reading[n + 1 :] for n in range(len(reading))}


def _other_number(one: Candidate, other: Candidate) -> bool:
    both = one.corporate_number and other.corporate_number
    return bool(both) and one.corporate_number != other.corporate_number


def _forms(rows: Iterable[Candidate]) -> list[_Forms]:
    """All normal forms in one go, which is several times faster than name by name."""
    rows = [*rows]
    texts = [text for row in rows for text in (*row.names, *row.readings)]
    # A normal form is made line by line.
    forms = iter(normal_forms([" ".join(text.split()) for text in texts]))
    return [
        _Forms(
            row,
            frozenset(form for _name in row.names if (form := next(forms))),
            frozenset(form for _reading in row.readings if (form := next(forms))),
        )
        for row in rows
    ]
