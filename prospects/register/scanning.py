"""Lines of a register file checked all at once, without cutting them into fields. Pure.

Nearly all lines are plain: thirty fields, no quote but those around a field, every value right.
Such a line can be copied into the database as it stands. What is not plain, if only for a moment
unclear, is left to `rows.py`, which says what is wrong with it; the two agree on every line that
is plain (a test compares them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .layout import COLUMNS, DELETED, POSITION, PROCESSES

Ints = np.ndarray[Any, np.dtype[np.int64]]
Codes = np.ndarray[Any, np.dtype[np.uint32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_ZERO, _QUOTE, _COMMA, _BREAK, _HYPHEN = map(ord, '0",\n-')
_WIDTH = len(COLUMNS)
_NUMBER, _PROCESS = POSITION["corporate_number"], POSITION["process"]
_NAME, _KANA, _NAME_EN = POSITION["name"], POSITION["kana"], POSITION["name_en"]

_DATES = [n for n, column in enumerate(COLUMNS) if column.stored == "date"]
_FLAGS = [n for n, column in enumerate(COLUMNS) if column.stored == "flag"]
#: Greatest lengths of texts; numbers of digits, if there are any; fields that must not be empty.
_TEXTS = {n: column.longest for n, column in enumerate(COLUMNS) if column.longest is not None}
_CODES = {
    POSITION[field]: width
    for field, width in (
        ("kind", 3),
        ("prefecture_code", 2),
        ("city_code", 3),
        ("postcode", 7),
        ("close_cause", 2),
        ("successor_number", 13),
    )
}
_FILLED = [POSITION[field] for field in ("name", "kind", "update_date")]

_POWERS = 10 ** np.arange(12, -1, -1, dtype=np.int64)
_WEIGHTS = np.array([1, 2] * 6 + [1])  # of a corporate number's digits, modulo 9
_IS_PROCESS = np.array([f"{n:02}" in PROCESSES - {DELETED} for n in range(100)])
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True)
class Scan:
    """Which lines are plain; and of these, in order, what is needed beside the line itself."""

    is_plain: Mask
    numbers: Ints
    names: list[str]
    kana: list[str]
    names_en: list[str]


def scan(lines: Sequence[str]) -> Scan:
    """Find the plain lines; none of `lines` may hold a line break."""
    text = "\n".join(lines) + "\n" if lines else ""
    if "\r" in text or "\0" in text:
        return none_plain(lines)
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    is_quote = codes == _QUOTE
    is_inside = np.cumsum(is_quote, dtype=np.uint8) & 1
    line_ends = np.flatnonzero(codes == _BREAK)
    if is_inside[line_ends].any():  # a quote that is not closed
        return none_plain(lines)
    is_separator = (codes == _COMMA) & (is_inside == 0)
    is_separator[line_ends] = True
    separators = np.flatnonzero(is_separator)
    fields = np.diff(np.searchsorted(separators, line_ends, "right"), prepend=0)
    plain = fields == _WIDTH
    # From here on a row each field, a column each line: what is done with a field is done in a row.
    ends = np.ascontiguousarray(separators[np.repeat(plain, fields)].reshape(-1, _WIDTH).T)
    starts = np.empty_like(ends)
    starts[1:] = ends[:-1] + 1
    starts[0] = np.concatenate(([0], line_ends[:-1] + 1))[plain]
    quotes = np.diff(np.searchsorted(np.flatnonzero(is_quote), line_ends), prepend=0)[plain]
    good, starts, ends = _unquoted(codes, starts, ends, quotes)
    good &= _are_right(codes, starts, ends - starts)
    plain[plain] = good
    return Scan(
        plain,
        _digits(codes, starts[_NUMBER, good], 13) @ _POWERS,
        *(_sliced(text, starts[n, good], ends[n, good]) for n in (_NAME, _KANA, _NAME_EN)),
    )


def none_plain(lines: Sequence[str]) -> Scan:
    """All lines left to `rows.py`."""
    return Scan(np.zeros(len(lines), np.bool_), np.zeros(0, np.int64), [], [], [])


def _sliced(text: str, starts: Ints, ends: Ints) -> list[str]:
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _unquoted(codes: Codes, starts: Ints, ends: Ints, quotes: Ints) -> tuple[Mask, Ints, Ints]:
    """Lines with no quotes but around whole fields; the fields without them."""
    is_quoted = (codes[starts] == _QUOTE) & (codes[ends - 1] == _QUOTE) & (ends - starts > 1)
    good: Mask = 2 * is_quoted.sum(axis=0) == quotes
    return good, starts + is_quoted, ends - is_quoted


def _are_right(codes: Codes, starts: Ints, lengths: Ints) -> Mask:
    """Lines whose values are all as `layout.COLUMNS` wants them, and that are no deletions."""
    right: Mask = (lengths[_NUMBER] == 13) & (lengths[_PROCESS] == 2)
    right &= (lengths[0] > 0) & (lengths[0] <= 9)
    for field in _FILLED:
        right &= lengths[field] > 0
    for field, longest in _TEXTS.items():
        right &= lengths[field] <= longest
    for field in _FLAGS:
        right &= (lengths[field] == 1) & (codes[starts[field]] - _ZERO <= 1)
    for field, width in _CODES.items():
        right &= (lengths[field] == width) | (lengths[field] == 0)
    others = np.cumsum(codes - _ZERO > 9, dtype=np.int32)
    for field in (0, _NUMBER, _PROCESS, *_CODES):
        # Up to the sign behind the value, which is no digit, there is no other one that is none.
        before = starts[field] - 1
        count = others[before + 1 + lengths[field]] - np.where(before < 0, 0, others[before])
        right &= count == 1
    places = np.flatnonzero(right)
    right[places] = _are_numbers(_digits(codes, starts[_NUMBER, places], 13))
    right[places] &= _IS_PROCESS[_digits(codes, starts[_PROCESS, places], 2) @ (10, 1) % 100]
    for field in _DATES:
        filled = np.flatnonzero(lengths[field])
        right[filled] &= lengths[field, filled] == 10
        filled = filled[right[filled]]
        right[filled] = _are_dates(_digits(codes, starts[field, filled], 10))
    return right


def _digits(codes: Codes, starts: Ints, width: int) -> Ints:
    """The characters from each start on, a row each, as digits if they are any."""
    digits: Ints = codes[starts[:, None] + np.arange(width)].astype(np.int64) - _ZERO
    return digits


def _are_numbers(digits: Ints) -> Mask:
    """`is_corporate_number` of rows of thirteen digits."""
    right: Mask = (digits[:, 0] > 0) & (digits @ _WEIGHTS % 9 == 0)
    return right


def _are_dates(digits: Ints) -> Mask:
    """Whether rows of ten characters are dates, YYYY-MM-DD."""
    hyphens, numbers = digits[:, [4, 7]], digits[:, [0, 1, 2, 3, 5, 6, 8, 9]]
    right: Mask = (hyphens == _HYPHEN - _ZERO).all(axis=1)
    right &= ((numbers >= 0) & (numbers <= 9)).all(axis=1)
    year = numbers[:, :4] @ (1000, 100, 10, 1)
    month, day = numbers[:, 4:6] @ (10, 1), numbers[:, 6:] @ (10, 1)
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days = _MONTH_DAYS[np.where((month >= 1) & (month <= 12), month, 0)]
    days = days + (is_leap & (month == 2))
    right &= (year > 0) & (day >= 1) & (day <= days)
    return right
