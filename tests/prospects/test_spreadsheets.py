"""Files that leave the system: whole contents, read back, and nothing in them that runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from prospects import spreadsheets
from prospects.spreadsheets import Column, Kind, Sheet, meant, write_csv, write_xlsx

SEOUL = ZoneInfo("Asia/Seoul")
SHEET = Sheet(
    title="Companies",
    columns=(
        Column("법인번호", Kind.CODE),
        Column("会社名"),
        Column("Founded", Kind.YEAR),
        Column("Capital (JPY)", Kind.COUNT),
        Column("Share", Kind.NUMBER),
        Column("As of", Kind.DATE),
        Column("Last contact", Kind.MOMENT),
    ),
    notes_title="Info",
    notes=(("Made", "2026-11-22"), ("Filter", "=1+1")),
    zone=SEOUL,
)
ROW = (
    "1180001000001",
    '株式会社ハママツ, "精密"',
    1987,
    10_000_000,
    Decimal("12.5"),
    dt.date(2026, 11, 22),
    dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC),
)
EMPTY = (None, "", None, None, None, None, None)


def csv_bytes(rows: list[tuple[Any, ...]], sheet: Sheet = SHEET) -> bytes:
    out = io.BytesIO()
    assert write_csv(out, sheet, rows) == len(rows)
    return out.getvalue()


def workbook(rows: list[tuple[Any, ...]], sheet: Sheet = SHEET) -> CalamineWorkbook:
    out = io.BytesIO()
    assert write_xlsx(out, sheet, rows) == len(rows)
    out.seek(0)
    return CalamineWorkbook.from_filelike(out)


def text_sheet() -> Sheet:
    return Sheet(title="T", columns=(Column("text"),))


def test_csv_opens_in_korean_and_japanese_excel() -> None:
    assert csv_bytes([ROW, EMPTY]) == (
        b"\xef\xbb\xbf"
        + (
            "법인번호,会社名,Founded,Capital (JPY),Share,As of,Last contact\r\n"
            '"=""1180001000001""","株式会社ハママツ, ""精密""",1987,10000000,12.5,'
            "2026-11-22,2026-11-22 10:30\r\n"
            ",,,,,,\r\n"
        ).encode()
    )


def test_excel_keeps_types_and_notes() -> None:
    book = workbook([ROW, EMPTY])
    assert book.sheet_names == ["Companies", "Info"]
    assert book.get_sheet_by_name("Companies").to_python() == [
        [column.header for column in SHEET.columns],
        [
            "1180001000001",
            '株式会社ハママツ, "精密"',
            1987.0,
            10_000_000.0,
            12.5,
            dt.date(2026, 11, 22),
            dt.datetime(2026, 11, 22, 10, 30),  # noqa: DTZ001  # Excel knows no zones
        ],
    ]
    assert book.get_sheet_by_name("Info").to_python() == [
        ["Made", "2026-11-22"],
        ["Filter", "=1+1"],
    ]


def test_excel_file_holds_no_formula_and_no_link() -> None:
    out = io.BytesIO()
    texts = ["=1+1", "+81 53 000 0000", "-", "@SUM(A1)", "{=1}", "http://example.com", "\t=1"]
    write_xlsx(out, text_sheet(), [(text,) for text in texts])
    with zipfile.ZipFile(out) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    out.seek(0)
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert [
        row[0] for row in CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()[1:]
    ] == texts


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+81 53", "'+81 53"),
        ("-2", "'-2"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=1", "a=1"),
        ('="123"', '\'="123"'),
    ],
)
def test_csv_marks_what_would_run(text: str, cell: str) -> None:
    [_head, row] = csv.reader(io.StringIO(csv_bytes([(text,)], text_sheet()).decode("utf-8-sig")))
    assert row == [cell]


@given(st.text(max_size=40))
def test_no_text_runs_in_csv_and_every_text_comes_back(text: str) -> None:
    out = csv_bytes([(text,)], text_sheet()).decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(out, newline=""))]
    cell = rows[1][0] if len(rows) > 1 and rows[1] else ""
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert meant(cell) == spreadsheets._clean(text)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
@example("_x0041_")
def test_every_text_comes_back_from_excel(text: str) -> None:
    rows = workbook([(text,), ("end",)], text_sheet()).get_sheet_by_index(0).to_python()
    assert rows[1:] == [[spreadsheets._clean(text)], ["end"]]


@settings(max_examples=25, deadline=None)
@given(st.from_regex(r"[0-9]{1,13}", fullmatch=True))
def test_digits_keep_their_zeros(digits: str) -> None:
    sheet = Sheet(title="T", columns=(Column("code", Kind.CODE),))
    [_head, row] = csv.reader(io.StringIO(csv_bytes([(digits,)], sheet).decode("utf-8-sig")))
    assert row == [f'="{digits}"']
    assert meant(row[0]) == digits
    assert workbook([(digits,)], sheet).get_sheet_by_index(0).to_python()[1] == [digits]


def test_code_that_is_no_digits_is_text() -> None:
    sheet = Sheet(title="T", columns=(Column("code", Kind.CODE),))
    [_head, row] = csv.reader(io.StringIO(csv_bytes([("=1",)], sheet).decode("utf-8-sig")))
    assert row == ["'=1"]


def test_what_a_cell_cannot_hold_is_text() -> None:
    columns = (Column("n", Kind.COUNT), Column("d", Kind.DATE), Column("x", Kind.NUMBER))
    row = (Decimal(123_456_789_012_345_678), dt.date(1868, 1, 25), float("nan"))
    sheet = Sheet(title="T", columns=columns)
    assert workbook([row], sheet).get_sheet_by_index(0).to_python()[1] == [
        "123456789012345678",
        "1868-01-25",
        "nan",
    ]


def test_negative_numbers_stay_numbers() -> None:
    sheet = Sheet(title="T", columns=(Column("n", Kind.COUNT),))
    assert csv_bytes([(-5,)], sheet) == b"\xef\xbb\xbfn\r\n-5\r\n"
    assert workbook([(-5,)], sheet).get_sheet_by_index(0).to_python()[1] == [-5.0]


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "SHEET_ROWS", 3)
    book = workbook([(str(n),) for n in range(5)], text_sheet())
    assert [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] == [
        [["text"], ["0"], ["1"]],
        [["text"], ["2"], ["3"]],
        [["text"], ["4"]],
    ]


def test_title_of_a_sheet_leaves_out_what_excel_forbids() -> None:
    sheet = Sheet(title="A/B: [C]?*\\" + "x" * 40, columns=(Column("text"),))
    [name] = workbook([], sheet).sheet_names
    assert name == "A B   C    xxxxxxxxxxxxxxx"[:26]


def test_long_text_is_cut_where_excel_ends() -> None:
    rows = workbook([("a" * 40_000,)], text_sheet()).get_sheet_by_index(0).to_python()
    assert rows[1] == ["a" * spreadsheets.LONGEST_CELL]
