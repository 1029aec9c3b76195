"""Rows of register files: what is refused and why, and the text for COPY."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.names import END, START, bigrams, pack_opening
from prospects.register.reading import Block
from prospects.register.rows import Reject, RowReader, bigram_arrays, copy_text
from prospects.trade_words import MAKER, is_maker

from .register_files import HEADER, as_csv, deletion, row


def block(text: str, *, first: int = 1, unreadable: frozenset[int] = frozenset()) -> Block:
    return Block("x.csv", first, text.removesuffix("\n").split("\n"), unreadable, "utf-8")


def read(text: str, **options: int) -> tuple[list[list[str]], list[tuple[int, str]]]:
    rows, rejects = RowReader().read(block(text, **options))  # type: ignore[arg-type]
    return rows, [(reject.line, reject.reason) for reject in rejects]


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("quoted", [True, False])
def test_good_rows(header: bool, quoted: bool) -> None:
    rows = [row(1), row(2, name='"大" 工業, 浜松'), deletion(3, is_latest="1")]
    filled = deletion(3, is_latest="1", is_correction="0", is_hidden="0")
    assert read(as_csv(rows, header=header, quoted=quoted)) == ([rows[0], rows[1], filled], [])


def test_empty_flags_of_a_deletion_are_filled() -> None:
    assert read(as_csv([deletion()])) == (
        [deletion(is_correction="0", is_latest="1", is_hidden="0")],
        [],
    )


def test_blank_lines_are_no_rows() -> None:
    text = f"\n{as_csv([row(1)])}   \n\n{as_csv([row(2, name='')])}\n"
    assert read(text) == ([row(1)], [(5, "name: is missing")])


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"sequence_number": "x"}, "sequenceNumber: 'x' is not a sequence number"),
        ({"sequence_number": "１"}, "sequenceNumber: '１' is not a sequence number"),
        ({"corporate_number": "123"}, "corporateNumber: '123' is not 13 digits"),
        ({"corporate_number": "１" * 13}, f"corporateNumber: '{'１' * 13}' is not 13 digits"),
        (
            {"corporate_number": "1234567890123"},
            "corporateNumber: 1234567890123 has a wrong check digit",
        ),
        (
            {"corporate_number": "0" * 13},
            "corporateNumber: 0000000000000 has a wrong check digit",
        ),
        ({"process": "14"}, "process: '14' is not a known process code"),
        ({"process": ""}, "process: '' is not a known process code"),
        ({"is_correction": "2"}, "correct: '2' is neither 0 nor 1"),
        ({"update_date": ""}, "updateDate: is missing"),
        ({"update_date": "2024-02-30"}, "updateDate: '2024-02-30' is not a date (YYYY-MM-DD)"),
        ({"change_date": "20240110"}, "changeDate: '20240110' is not a date (YYYY-MM-DD)"),
        ({"change_date": "令和6年"}, "changeDate: '令和6年' is not a date (YYYY-MM-DD)"),
        ({"name": "長" * 151}, "name: 151 characters, at most 150 allowed"),
        ({"name": "a\0b"}, "name: a NUL character"),
        ({"name": ""}, "name: is missing"),
        ({"kind": ""}, "kind: is missing"),
        ({"kind": "30"}, "kind: '30' is not 3 digits"),
        ({"city_code": "13"}, "cityCode: '13' is not 3 digits"),
        ({"postcode": "430-0929"}, "postCode: '430-0929' is not 7 digits"),
        ({"successor_number": "12"}, "successorCorporateNumber: '12' is not 13 digits"),
        ({"change_cause": "長" * 501}, "changeCause: 501 characters, at most 500 allowed"),
        ({"is_hidden": "x"}, "hihyoji: 'x' is neither 0 nor 1"),
    ],
)
def test_wrong_values(values: dict[str, str], reason: str) -> None:
    rows = [row(1), row(2, **values), row(3)]
    assert read(as_csv(rows)) == ([rows[0], rows[2]], [(2, reason)])


def test_a_reject_keeps_the_line_as_it_is() -> None:
    line = as_csv([row(1, process="xx")], quoted=True).removesuffix("\n")
    _, rejects = RowReader().read(block(line, first=7))
    assert rejects == [Reject("x.csv", 7, "process: 'xx' is not a known process code", line)]


def test_wrong_numbers_of_columns_and_quotes() -> None:
    good = as_csv([row(1)])
    unclosed = good.replace("株式会社", '"株式会社')
    text = f"1,2,3\n{unclosed}{good}{good.strip()},more\n"
    assert read(text) == (
        [row(1)],
        [
            (1, "3 columns instead of 30"),
            (2, "quotes or line breaks that do not fit"),
            (4, "31 columns instead of 30"),
        ],
    )


def test_undecodable_lines_are_rejected_and_counted() -> None:
    reader = RowReader()
    rows, rejects = reader.read(block(as_csv([row(1), row(2)]), unreadable=frozenset({1})))
    assert rows == [row(1)]
    assert [(r.line, r.reason) for r in rejects] == [(2, "bytes that are not UTF-8")]
    assert (reader.rows_read, reader.undecodable) == (2, 1)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (HEADER, ""),
        ([name.upper() for name in HEADER], ""),
        (["一連番号", "法人番号", *HEADER[2:]], ""),
        (HEADER[:5], "the header has 5 columns instead of 30"),
        ([HEADER[1], HEADER[0], *HEADER[2:]], "the columns are not in the published order"),
    ],
)
def test_headers(header: list[str], problem: str) -> None:
    reader = RowReader()
    rows, rejects = reader.read(block(",".join(header) + "\n" + as_csv([row(1)])))
    assert (rows, rejects, reader.header_wrong) == ([row(1)], [], problem)


def copied(rows: list[list[str]]) -> list[list[str]]:
    text = copy_text(rows).decode()
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_text_for_copy() -> None:
    plain = row(1, name="㈱濵田", kana="カブシキガイシャハマダ", name_en="Hamada, Ltd.")
    words = ["浜田", "가부시기가이사하마다", "hamada"]
    pairs = [*(pair for word in words for pair in bigrams(word)), *beside(*words)]
    [line] = copied([plain])
    assert line[:-1] == [*plain, "浜田", "가부시기가이사하마다 hamada"]
    assert [int(n, 16) for n in line[-1].strip("{}").split(",")] == pairs


@pytest.mark.parametrize(
    ("name", "kana", "heard"),
    [
        ("㈱濵田", "ハマダ", "하마다"),
        ("㈱濵田", "", ""),
        ("ハマダ電子", "", "하마다0"),
        ("ABCハマダ", "", "0하마다"),
        ("はまだ", "", "하마다"),
    ],
)
def test_heard_is_the_reading_or_the_kana_in_the_name(name: str, kana: str, heard: str) -> None:
    [line] = copied([row(1, name=name, kana=kana, name_en="")])
    assert line[-2] == heard


@pytest.mark.parametrize("name", ['大"工', "大,工", 'a","', "大\t工"])
def test_signs_with_a_meaning_in_csv_are_quoted(name: str) -> None:
    rows = [row(1, name=name), row(2)]
    assert [line[:30] for line in copied(rows)] == rows


# Without what is one of the markers in sixteen bits; normal forms hold letters and digits only.
forms = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Z"]).filter(
        lambda letter: chr(ord(letter) & 0xFFFF) not in START + END
    ),
    max_size=8,
)


def beside(name: str, *heard: str) -> list[int]:
    """What stands in an array beside the bigrams: openings, and those of makers."""
    pairs = [form[:2] for form in (name, *heard) if len(form) > 1]
    found = [pack_opening(pair) for pair in pairs]
    if not is_maker(name + " "):
        return found
    heads = [START + form[0] for form in (name, *heard) if form]
    return [*found, MAKER, *(pack_opening(pair, maker=True) for pair in heads + pairs)]


@given(st.lists(st.tuples(forms | st.just("大工業"), forms, forms), min_size=1, max_size=8))
def test_bigram_arrays_are_the_bigrams(rows: list[tuple[str, str, str]]) -> None:
    heard = [f"{key} {english}".strip() for _, key, english in rows]
    arrays = bigram_arrays([name for name, _, _ in rows], heard)
    numbers = [[int(n, 16) for n in a.strip("{}").split(",") if n] for a in arrays]
    assert numbers == [
        [*bigrams(n), *bigrams(k), *bigrams(e), *beside(n, k, e)] for n, k, e in rows
    ]
