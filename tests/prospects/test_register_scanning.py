"""Plain lines, checked all at once, are those that the reader of single rows finds good."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prospects.register.layout import COLUMNS, FIELDS, POSITION
from prospects.register.reading import Block
from prospects.register.rows import RowReader, copy_text
from prospects.register.scanning import scan

from .register_files import as_csv, deletion, number, row

SIGNS = '",\t\r\0 -0129aA日本ー𠮷'


def block(lines: list[str]) -> Block:
    return Block("x.csv", 7, lines, frozenset(), "utf-8")


def parsed(text: bytes) -> list[list[str]]:
    return sorted(csv.reader(io.StringIO(text.decode(), newline=""), strict=True))


def line(*values: list[str], quoted: bool = False) -> str:
    return as_csv([*values], quoted=quoted).removesuffix("\n")


@st.composite
def odd_lines(draw: st.DrawFn) -> str:
    """A good line with one value that may be odd, or with one sign put in, left out or changed."""
    if draw(st.booleans()):
        field = draw(st.sampled_from(FIELDS))
        value = draw(
            st.text(SIGNS, max_size=4)
            | st.text("0123456789-", max_size=13)
            | st.dates().map(str)
            | st.sampled_from(["2024-02-30", "2023-02-29", "2024-02-29", "0000-01-01", number(5)])
            | st.sampled_from([9, 10, 20, 150, 301]).map(lambda length: "名" * length)
        )
        text = line(row(2, **{field: value}), quoted=draw(st.booleans()))
        return text.replace("\n", " ")
    text = line(row(3, name_en="A, B"), quoted=draw(st.booleans()))
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.text(SIGNS, max_size=2)) + text[place + draw(st.integers(0, 1)) :]


@given(st.lists(odd_lines(), min_size=1, max_size=6))
@example([line(row(1, name='大"工"')), line(row(2)), line(deletion(3))])
@example(['"' + line(row(1)), line(row(2))])
def test_the_two_ways_of_reading_agree(odd: list[str]) -> None:
    lines = [line(row(1)), *odd, line(row(4), quoted=True)]
    text, numbers, rejects = RowReader().text(block(lines))
    rows, expected_rejects = RowReader().read(block(lines))
    assert parsed(text) == parsed(copy_text(rows))
    assert text.count(b"\n") == len(numbers) == len(rows)
    assert sorted(numbers.tolist()) == sorted(int(r[POSITION["corporate_number"]]) for r in rows)
    assert rejects == expected_rejects


@pytest.mark.parametrize("quoted", [True, False])
def test_usual_lines_are_plain(quoted: bool) -> None:
    rows = [
        row(1),
        row(2, name="髙橋,工業", name_en="Hamada, Ltd.", kana="", is_latest="0"),
        row(3, close_date="2024-02-29", close_cause="01", process="21", change_date=""),
        row(4, **{c.field: "名" * c.longest for c in COLUMNS if c.longest}),
    ]
    found = scan([line(values, quoted=quoted) for values in rows])
    assert found.is_plain.all()
    assert found.numbers.tolist() == [int(number(index)) for index in (1, 2, 3, 4)]
    assert found.names == [values[POSITION["name"]] for values in rows]
    assert found.kana == [values[POSITION["kana"]] for values in rows]
    assert found.names_en == [values[POSITION["name_en"]] for values in rows]


def test_what_is_not_plain_does_not_hide_what_is() -> None:
    lines = [line(row(1)), "1,2,3", line(row(2, name='"大"工')), line(deletion(3)), line(row(4))]
    found = scan(lines)
    assert found.is_plain.tolist() == [True, False, False, False, True]
    assert found.numbers.tolist() == [int(number(1)), int(number(4))]


def test_no_lines() -> None:
    assert scan([]).is_plain.tolist() == []
    assert RowReader().text(block([" "]))[0] == b""
    assert np.array_equal(scan(["", " "]).is_plain, [False, False])
