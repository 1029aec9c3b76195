"""Rows to Excel and CSV files: typed columns, and no cell that a spreadsheet program would run.

One writer for every file that leaves the system, so that each opens right in Korean and Japanese
Excel and can be read in again. Words arrive translated; this module knows no Django.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

# Limits of Excel's file format.
SHEET_ROWS = 1_048_576
LONGEST_CELL = 32_767
_FIRST_YEAR = 1900
# A double holds fifteen digits; a longer number would change its last ones.
_LARGEST_EXACT = 10**15

# What makes Excel, LibreOffice or Google Sheets read a cell of a CSV file as a formula. Japanese
# and Korean Excel also take the full-width forms.
_STARTS_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_NEEDS_MARK = re.compile(f"'*[{_STARTS_FORMULA}]")
_MARKED = re.compile(f"'+[{_STARTS_FORMULA}]")
_DIGITS_AS_TEXT = re.compile(r'="([0-9]+)"')
# Not allowed in XML, so in no Excel file; CSV files leave them out too.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


class Kind(StrEnum):
    """What the cells of a column are. Cells that are not, are written as text."""

    TEXT = "text"
    CODE = "code"  # digits that are no number: a corporate number, a postcode
    YEAR = "year"  # whole number without thousands separators
    COUNT = "count"  # whole number
    NUMBER = "number"  # number with a fraction
    DATE = "date"
    MOMENT = "moment"  # date and time, in the sheet's zone


_FORMATS = {
    Kind.TEXT: "@",
    Kind.CODE: "@",
    Kind.YEAR: "0",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "General",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
_WIDTHS = {Kind.TEXT: 24, Kind.CODE: 15, Kind.MOMENT: 17}


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A heading in the reader's language, and what stands below it. `width` is in characters."""

    header: str
    kind: Kind = Kind.TEXT
    width: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds beside its rows. `notes` (label, text) stand on a sheet of their own.

    With `count_label` the number of rows written is one of them.

    A CSV file has no second sheet, and a line of notes would be read in again as a row: it goes
    without them. What must stay with the data (the register's credit) is a column.
    """

    title: str
    columns: Sequence[Column]
    notes_title: str = "Info"
    notes: Sequence[tuple[str, str]] = ()
    count_label: str = ""
    zone: dt.tzinfo = dt.UTC


def write_csv(out: IO[bytes], sheet: Sheet, rows: Iterable[Sequence[Any]]) -> int:
    """Write UTF-8 with its byte order mark and CRLF, which Excel reads by itself; return the rows.

    Texts that a spreadsheet program would run get a leading apostrophe, digits that are no number
    are written `="0123"`; `meant` takes both away again.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    count = 0
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([_marked(column.header) for column in sheet.columns])
        kinds = [column.kind for column in sheet.columns]
        for row in rows:
            cells = zip(row, kinds, strict=True)
            writer.writerow([_csv_cell(value, kind, sheet.zone) for value, kind in cells])
            count += 1
    finally:
        text.detach()
    return count


def write_xlsx(out: IO[bytes], sheet: Sheet, rows: Iterable[Sequence[Any]]) -> int:
    """Write an Excel workbook row by row, in memory that does not grow; return the rows.

    Rows beyond what a sheet can hold go on on the next one.
    """
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    count = _Pages(book, sheet).write(rows)
    if sheet.notes:
        _write_notes(book, sheet, count)
    book.close()
    return count


WRITERS: dict[str, Callable[[IO[bytes], Sheet, Iterable[Sequence[Any]]], int]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
}


def meant(cell: str) -> str:
    """What a cell of a CSV file of ours says: without the marks that `write_csv` puts on it."""
    if digits := _DIGITS_AS_TEXT.fullmatch(cell):
        return digits[1]
    return cell[1:] if _MARKED.match(cell) else cell


# --- CSV ------------------------------------------------------------------------------------------


def _marked(text: str) -> str:
    """The text, never the beginning of a formula. An apostrophe more where one stands already."""
    text = _clean(text)
    return f"'{text}" if _NEEDS_MARK.match(text) else text


def _csv_cell(value: Any, kind: Kind, zone: dt.tzinfo) -> str:
    value = _typed(value, kind, zone)
    if value is None:
        return ""
    if isinstance(value, str):
        # Excel would show 1180001000001 as 1.18E+12 and take the zeros off a postcode.
        if kind is Kind.CODE and value.isascii() and value.isdigit():
            return f'="{value}"'
        return _marked(value)
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


# --- Excel ----------------------------------------------------------------------------------------


class _Pages:
    """The data sheets of a workbook: usually one."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        # With `@` Excel keeps what somebody types into a text column as they typed it.
        self.formats = {kind: book.add_format({"num_format": f}) for kind, f in _FORMATS.items()}
        self.wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})

    def write(self, rows: Iterable[Sequence[Any]]) -> int:
        count, line, page = 0, 0, self._new_page(1)
        number = 1
        for row in rows:
            if line == SHEET_ROWS - 1:
                self._finish(page, line)
                number += 1
                line, page = 0, self._new_page(number)
            line += 1
            count += 1
            for place, (value, column) in enumerate(zip(row, self.sheet.columns, strict=True)):
                self._cell(page, line, place, value, column.kind)
        self._finish(page, line)
        return count

    def _new_page(self, number: int) -> Worksheet:
        title = _FORBIDDEN_IN_TITLE.sub(" ", self.sheet.title)[:26].strip("' ") or "Data"
        page = self.book.add_worksheet(title if number == 1 else f"{title} {number}")
        page.freeze_panes(1, 0)
        for place, column in enumerate(self.sheet.columns):
            width = column.width or max(_WIDTHS.get(column.kind, 12), _width(column.header) + 2)
            page.set_column(place, place, width, self.formats[column.kind])
        for place, column in enumerate(self.sheet.columns):
            page.write_string(0, place, _clean(column.header), self.heading)
        return page

    def _finish(self, page: Worksheet, last_line: int) -> None:
        page.autofilter(0, 0, last_line, len(self.sheet.columns) - 1)

    def _cell(self, page: Worksheet, line: int, place: int, value: Any, kind: Kind) -> None:
        value = _typed(value, kind, self.sheet.zone)
        if value is None:
            return
        style: Format = self.formats[kind]
        if isinstance(value, str):
            if text := _clean(value)[:LONGEST_CELL]:
                page.write_string(line, place, text, self.wrapped if "\n" in text else style)
        elif isinstance(value, dt.date):
            page.write_datetime(line, place, value, style)
        else:
            page.write_number(line, place, value, style)


def _write_notes(book: Workbook, sheet: Sheet, count: int) -> None:
    page = book.add_worksheet(_FORBIDDEN_IN_TITLE.sub(" ", sheet.notes_title)[:31] or "Info")
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)
    notes = [*sheet.notes]
    if sheet.count_label:
        notes.append((sheet.count_label, f"{count:,}"))
    for line, (name, said) in enumerate(notes):
        page.write_string(line, 0, _clean(name), label)
        page.write_string(line, 1, _clean(said)[:LONGEST_CELL], text)


# --- Cells ----------------------------------------------------------------------------------------


def _typed(value: Any, kind: Kind, zone: dt.tzinfo) -> Any:
    """The value as its column wants it: None, a string, a number, a date, a moment without zone.

    What the column's kind cannot hold is text: a word in a number's place, a day before 1900, a
    number of more digits than a spreadsheet keeps.
    """
    if value is None or isinstance(value, str):
        return value
    if kind is Kind.MOMENT and isinstance(value, dt.datetime):
        local = value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
        return local if local.year >= _FIRST_YEAR else f"{local:%Y-%m-%d %H:%M}"
    if kind is Kind.DATE and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value if value.year >= _FIRST_YEAR else value.isoformat()
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if is_number and kind in (Kind.YEAR, Kind.COUNT, Kind.NUMBER):
        return value if math.isfinite(value) and abs(value) < _LARGEST_EXACT else str(value)
    return str(value)


def _clean(text: str) -> str:
    if text.isprintable():  # most are; the rest costs four times as much
        return text
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _width(text: str) -> int:
    """How many columns the text takes: a Korean or Japanese letter counts two."""
    return sum(1 if ord(letter) < 0x1100 else 2 for letter in text)
