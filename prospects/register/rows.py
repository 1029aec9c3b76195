"""Lines of a register file → checked rows → text for COPY; and the rows that cannot be read. Pure.

Everything is done for a block of lines at a time, column by column: two million rows a minute are
only within reach when no Python code runs once a field. Plain lines, nearly all, are not even cut
into fields: they go into the text for COPY as they stand (`scanning.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np

from prospects.names import END, MAKERS_OPENING, OPENING, START, normal_form, normal_forms
from prospects.sounds import sound_keys
from prospects.trade_words import MAKER, MAKER_PAIRS

from .layout import COLUMNS, DELETED, FIELDS, POSITION, Column
from .reading import Block
from .scanning import Scan, none_plain, scan

#: The published columns, then what searches need.
COPIED = (*FIELDS, "normal_name", "heard", "bigrams")

Row = list[str]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
_KNOWN_LIMIT = 100_000
#: Four hexadecimal digits of each number below 65,536, as the four bytes of an integer.
_HEX = np.frombuffer(b"".join(b"%04x" % number for number in range(1 << 16)), np.uint32)
_LITERAL = np.dtype(
    {
        "names": ["start", "high", "low", "end"],
        "formats": ["S3", np.uint32, np.uint32, np.uint8],
        "offsets": [0, 3, 7, 11],
        "itemsize": 12,
    }
)
_MAKER_PAIRS = np.array(MAKER_PAIRS)  # in order


@dataclass(frozen=True)
class Reject:
    """A row that cannot be read: where it stands, why, and the line as it is."""

    file: str
    line: int
    reason: str
    text: str


@dataclass
class RowReader:
    """Turns the blocks of one file into good rows and rejects; knows the file's header and values.

    After each `read`, the counts are those of the file so far.
    """

    rows_read: int = 0
    undecodable: int = 0
    header_wrong: str = ""
    _known: dict[str, set[str]] = field(
        default_factory=lambda: {column.field: set() for column in COLUMNS}
    )

    def text(self, block: Block) -> tuple[bytes, Numbers, list[Reject]]:
        """The good rows of a block as text for COPY, and their corporate numbers; the others."""
        numbers, lines = self._content(block)
        plain = none_plain(lines) if block.unreadable else scan(lines)
        others = np.flatnonzero(~plain.is_plain).tolist()
        rows, rejects = self._read(block, [numbers[n] for n in others], [lines[n] for n in others])
        text = plain_text(list(compress(lines, plain.is_plain.tolist())), plain) + copy_text(rows)
        fresh = np.array([row[POSITION["corporate_number"]] for row in rows], np.int64)
        return text, np.concatenate((plain.numbers, fresh)), rejects

    def read(self, block: Block) -> tuple[list[Row], list[Reject]]:
        """The good rows of a block; the others, each with the first thing that is wrong with it."""
        return self._read(block, *self._content(block))

    def _read(
        self, block: Block, numbers: list[int], lines: list[str]
    ) -> tuple[list[Row], list[Reject]]:
        rows, problems = _split(lines)
        for index, number in enumerate(numbers):
            if number - block.first in block.unreadable:
                problems[index] = f"bytes that are not {block.encoding.upper()}"
        sound = [index for index in range(len(rows)) if index not in problems]
        for place, problem in self._problems([rows[index] for index in sound]).items():
            problems[sound[place]] = problem
        rejects = [
            Reject(block.file, numbers[index], problems[index], lines[index])
            for index in sorted(problems)
        ]
        good = [rows[i] for i in range(len(rows)) if i not in problems] if problems else rows
        return good, rejects

    def _content(self, block: Block) -> tuple[list[int], list[str]]:
        """Lines that are rows, with their numbers: no header, no blank lines."""
        numbers = list(range(block.first, block.first + len(block.lines)))
        lines = block.lines
        if block.first == 1 and _is_header(lines[0]):
            self.header_wrong = _wrong_header(lines[0])
            numbers, lines = numbers[1:], lines[1:]
        if not all(lines):
            filled = [(n, line) for n, line in zip(numbers, lines, strict=True) if line.strip()]
            numbers, lines = [n for n, _ in filled], [line for _, line in filled]
        self.rows_read += len(lines)
        self.undecodable += len(block.unreadable)
        return numbers, lines

    def _problems(self, rows: list[Row]) -> dict[int, str]:
        """Index of each row with a wrong value → the first wrong value, in words."""
        found: dict[int, str] = {}
        if not rows:
            return found
        columns = list(zip(*rows, strict=True))
        for column, values in zip(COLUMNS, columns, strict=True):
            wrong = self._wrong_values(column, values)
            for index, value in enumerate(values) if wrong else ():
                if value in wrong:
                    found.setdefault(index, f"{column.published}: {wrong[value]}")
            if column.stored == "flag" and "" in values:
                for row in rows:
                    row[POSITION[column.field]] = row[POSITION[column.field]] or column.when_empty
        for name in ("name", "kind"):
            if "" in columns[POSITION[name]]:
                for index, row in enumerate(rows):
                    if not row[POSITION[name]] and row[POSITION["process"]] != DELETED:
                        found.setdefault(index, f"{name}: is missing")
        return found

    def _wrong_values(self, column: Column, values: Sequence[str]) -> dict[str, str]:
        """Each wrong value of a column → what is wrong with it."""
        if column.field == "corporate_number":
            fresh = set() if _all_corporate_numbers(values) else set(values)
        elif column.longest is not None:
            fresh = set(values) if _is_suspect(column.longest, values) else set()
        else:  # codes and dates: few values, again and again
            known = self._known[column.field]
            fresh = set(values) - known
            if len(known) < _KNOWN_LIMIT:
                known |= {value for value in fresh if not column.check(value)}
        return {value: problem for value in fresh if (problem := column.check(value))}


def _all_corporate_numbers(values: Sequence[str]) -> bool:
    """Whether every value is one: `is_corporate_number`, for all at once."""
    if set(map(len, values)) != {13}:
        return False
    text = "".join(values)
    if not text.isascii() or not text.isdigit():
        return False
    digits = np.frombuffer(text.encode("ascii"), np.uint8).reshape(-1, 13) - ord("0")
    weighted = digits.sum(axis=1, dtype=np.int32) + digits[:, 1::2].sum(axis=1, dtype=np.int32)
    return bool(np.all(digits[:, 0]) and not np.any(weighted % 9))


def _is_suspect(longest: int, values: Sequence[str]) -> bool:
    return max(map(len, values)) > longest or "\0" in "".join(values)


def _split(lines: list[str]) -> tuple[list[Row], dict[int, str]]:
    """Lines as rows of thirty fields; index → problem for those that are not."""
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        rows = []
    if len(rows) != len(lines):  # a quote that is not closed has swallowed lines
        rows = [_split_alone(line) for line in lines]
    wanted = len(COLUMNS)
    problems = {
        index: f"{len(row)} columns instead of {wanted}"
        if row
        else "quotes or line breaks that do not fit"
        for index, row in enumerate(rows)
        if len(row) != wanted
    }
    return rows, problems


def _split_alone(line: str) -> Row:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return []


def _is_header(line: str) -> bool:
    """A first line whose sequence number and corporate number have no digit at all."""
    fields = _split_alone(line.removeprefix("\ufeff"))
    return len(fields) > 1 and not any(c.isdigit() for c in fields[0] + fields[1])


def _wrong_header(line: str) -> str:
    fields = [name.strip() for name in _split_alone(line.removeprefix("\ufeff"))]
    if len(fields) != len(COLUMNS):
        return f"the header has {len(fields)} columns instead of {len(COLUMNS)}"
    published = [column.published for column in COLUMNS]
    if sorted(fields) == sorted(published) and fields != published:
        return "the columns are not in the published order"
    return ""


# --- Text for COPY --------------------------------------------------------------------------------


def plain_text(lines: Sequence[str], plain: Scan) -> bytes:
    """Plain lines as they stand and, behind them, what searches need: CSV, ordered as COPIED."""
    forms, heard, arrays = search_columns(plain.names, plain.kana, plain.names_en)
    signs = "\n".join(forms) + "\n".join(heard)
    if '"' in signs or "," in signs:  # names of nothing but signs keep them
        forms, heard = _quoted(forms), _quoted(heard)
    columns = zip(lines, forms, heard, arrays, strict=True)
    return "".join(
        [f'{line},{form},{key},"{array}"\n' for line, form, key, array in columns]
    ).encode()


def _quoted(values: Sequence[str]) -> list[str]:
    return ['"' + value.replace('"', '""') + '"' for value in values]


def copy_text(rows: list[Row]) -> bytes:
    """Rows as CSV, one line each, in the order of COPIED."""
    if not rows:
        return b""
    columns = list(zip(*rows, strict=True))
    searched = search_columns(*(columns[POSITION[field]] for field in ("name", "kana", "name_en")))
    out = io.StringIO(newline="")
    extended = zip(rows, *searched, strict=True)
    csv.writer(out, lineterminator="\n").writerows([*row, *more] for row, *more in extended)
    return out.getvalue().encode()


def search_columns(
    names: Sequence[str], kana: Sequence[str], english: Sequence[str]
) -> tuple[list[str], list[str], list[str]]:
    """What entries are searched by: `normal_name`, `heard`, and `bigrams` as text.

    What is heard is the sound key of the reading, or of the kana in a name without; then the
    normal form of the English name.
    """
    forms = normal_forms(names)
    heard = sound_keys([reading or name for reading, name in zip(kana, names, strict=True)])
    if any(english):
        heard = [
            f"{key} {normal_form(text)}".strip() if text else key
            for key, text in zip(heard, english, strict=True)
        ]
    return forms, heard, bigram_arrays(forms, heard)


def bigram_arrays(names: Sequence[str], heard: Sequence[str]) -> list[str]:
    """PostgreSQL integer arrays, as text: what the index of the register holds.

    The same numbers as `prospects.names.bigrams` of the name and of each word of what is heard, and
    the openings of them. Where a pair of characters in the name says that somebody makes things,
    MAKER and the makers' openings too.
    """
    between = f"{END} {START}"
    marked = "\n".join(
        f"{START}{name}{END} {START}{keys.replace(' ', between)}{END}"
        if name and keys
        else f"{START}{name or keys.replace(' ', between)}{END}"
        if name or keys
        else ""
        for name, keys in zip(names, heard, strict=True)
    )
    codes = np.frombuffer(marked.encode("utf-32-le"), np.uint32) & 0xFFFF
    is_break = (codes == ord("\n")) | (codes == ord(" "))
    is_pair = ~(is_break[:-1] | is_break[1:])
    pairs = ((codes[:-1] << 16 | codes[1:]).astype(np.int64) - 2**31)[is_pair]
    line = np.cumsum(codes == ord("\n"))[:-1][is_pair]
    ends = np.cumsum(np.bincount(line, minlength=len(names)))
    nearest = np.searchsorted(_MAKER_PAIRS[:-1], pairs)
    makers = np.unique(line[_MAKER_PAIRS[nearest] == pairs])
    more, whose = _beside(pairs, line, makers)
    pairs = np.insert(pairs, ends[whose], more)
    ends += np.cumsum(np.bincount(whose, minlength=len(names)))
    return list(_sliced(_as_text(pairs), (12 * ends).tolist()))


def _beside(pairs: Numbers, line: Numbers, makers: Numbers) -> tuple[Numbers, Numbers]:
    """What stands beside the pairs: the openings, and for makers MAKER and theirs; and whose."""
    starts = np.flatnonzero((pairs[:-1] + 2**31) >> 16 == ord(START))
    by_makers = starts[np.isin(line[starts], makers)]
    of_all, of_makers = (
        places[pairs[places] & 0xFFFF != ord(END)] for places in (starts + 1, by_makers + 1)
    )
    numbers = (
        _times(pairs[of_all], OPENING),
        np.full(len(makers), MAKER),
        _times(pairs[by_makers], MAKERS_OPENING),
        _times(pairs[of_makers], MAKERS_OPENING),
    )
    whose = (line[of_all], makers, line[by_makers], line[of_makers])
    return np.concatenate(numbers), np.concatenate(whose)


def _times(pairs: Numbers, factor: int) -> Numbers:
    """`prospects.names.pack_opening` of packed pairs."""
    return ((pairs + 2**31).astype(np.uint32) * np.uint32(factor)).astype(np.int64) - 2**31


def _as_text(numbers: Numbers) -> str:
    """Numbers as hexadecimal literals, twelve characters each with the comma."""
    text = np.empty(len(numbers), _LITERAL)
    magnitudes = np.abs(numbers)
    text["start"] = np.where(numbers < 0, b"-0x", b" 0x")
    text["high"], text["low"] = _HEX[magnitudes >> 16], _HEX[magnitudes & 0xFFFF]
    text["end"] = ord(",")
    return text.tobytes().decode("ascii")


def _sliced(numbers: str, ends: list[int]) -> Iterator[str]:
    start = 0
    for end in ends:
        yield "{" + numbers[start : end - 1] + "}" if end > start else "{}"
        start = end
