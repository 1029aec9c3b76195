"""Cells as people write them: numbers with units, codes, yes and no, addresses of the net."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.intake import values
from prospects.intake.problems import Unfit
from prospects.names import check_digit


def code_of(reader: Callable[[str], Any], cell: str) -> str:
    """Why a reader refuses a cell; "" where it takes it."""
    try:
        reader(cell)
    except Unfit as unfit:
        return unfit.code
    return ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        ("3,000万円", "30000000"),
        ("3천만원", "30000000"),
        ("30억원", "3000000000"),
        ("1億2,000万円", "120000000"),
        ("12억3,400만원", "1234000000"),
        ("1.2億円", "120000000"),
        ("百万円", "1000000"),
        ("5万6", "50006"),
        ("1兆5000億", "1500000000000"),
        ("¥30,000,000", "30000000"),
        ("48名", "48"),
        ("約50人", "50"),
        ("약 48명", "48"),
        ("50명(2024)", "50"),
        ("12.5 million", "12500000"),
        ("△500", "-500"),
        ("1E+3", "1000"),
    ],
)
def test_a_number_is_read_with_its_unit(cell: str, expected: str) -> None:
    assert values.number(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["", "abc", "四十人", "1.2.3", "1-2", "12億億", "万万", "1,2,3,x"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    assert code_of(values.number, cell) == "number"


def test_the_headings_unit_counts_for_bare_numbers_only() -> None:
    assert values.number("3,000", scale=10_000) == 30_000_000
    assert values.number("3,000万円", scale=10_000) == 30_000_000
    assert values.number("30,000,000円", scale=10_000) == 30_000_000


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("資本金（万円）", 10_000),
        ("자본금(백만엔)", 1_000_000),
        ("資本金(千円)", 1000),
        ("매출액 (단위: 억원)", 100_000_000),
        ("資本金：百万円", 1_000_000),
        ("従業員（人）", 1),
        ("자본금", 1),
        ("千葉県の企業", 1),
    ],
)
def test_a_heading_gives_its_unit_in_brackets(heading: str, scale: int) -> None:
    assert values.scale_of(heading) == scale


@given(st.integers(0, 10**15))
def test_separators_and_width_do_not_change_a_number(value: int) -> None:
    plain = f"{value:,}"
    wide = plain.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert values.number(plain) == values.number(wide) == values.number(f" {value} 名") == value


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_units_of_ten_thousand_add_up(high: int, low: int) -> None:
    said = f"{high}億{low}万" if low else f"{high}億"
    assert values.number(said) == high * 10**8 + low * 10**4
    assert values.number(said.replace("億", "억").replace("万", "만")) == values.number(said)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_by_name(cell: str) -> None:
    readers = (
        values.number, values.email, values.website, values.phone, values.corporate_number,
        values.postcode, values.municipality, values.uuid_text, values.yes_no,
        values.whole(0, 10), values.decimal(0, 10), values.kana(5), values.text(5),
    )  # fmt: skip
    for reader in readers:
        code_of(reader, cell)  # raises anything but Unfit


@given(st.integers(0, 10**12 - 1))
def test_a_corporate_number_survives_how_it_is_typed(serial: int) -> None:
    base = f"{serial:012d}"
    number = check_digit(base) + base
    for cell in (number, f"T{number}", f"{number[0]}-{number[1:5]}-{number[5:9]}-{number[9:]}"):
        assert values.corporate_number(cell) == number


def test_a_number_that_a_spreadsheet_rounded_says_so() -> None:
    assert code_of(values.corporate_number, "1.23457E+12") == "lost_digits"
    assert code_of(values.corporate_number, "1234567890123") == "corporate_number"


def test_codes_get_back_the_zero_that_a_spreadsheet_dropped() -> None:
    assert values.postcode("〒144-0052") == "1440052"
    assert values.postcode("600001") == "0600001"
    assert values.municipality("13111") == values.municipality("131113") == "13111"
    assert values.municipality("1101") == "01101"
    assert code_of(values.municipality, "131110") == "municipality"


@pytest.mark.parametrize(
    ("reader", "cell", "expected"),
    [
        (values.phone, "（０３）３１２３−４５６７", "03-3123-4567"),
        (values.phone, "+81-53-123-4567", "+81-53-123-4567"),
        (values.phone, "TEL: 053-123-4567", "053-123-4567"),
        (values.website, "www.example.co.jp", "https://www.example.co.jp"),
        (values.email, " taro@example.co.jp", "taro@example.co.jp"),
        (values.yes_no, "有", True),
        (values.yes_no, "아니오", False),
        (values.yes_no, "○", True),
        (values.kana(20), "ﾐﾎﾝ ｾｲｺｳ", "ミホン セイコウ"),
        (values.several(values.text(10)), "切削、研削; めっき/切削", ["切削", "研削", "めっき"]),
        (
            values.names(40),
            "Hana Co., Ltd.; 두리소재, (주)세움、㈜두리소재\nA&B, Inc., Nemo Corp",
            ["Hana Co., Ltd.", "두리소재", "(주)세움", "A&B, Inc.", "Nemo Corp"],
        ),
        (values.code(r"^[A-T]?([0-9]{2,4})", "jsic"), "E2451", "2451"),
    ],
)
def test_other_cells(reader: values.Reader, cell: str, expected: Any) -> None:
    assert reader(cell) == expected


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (values.phone, "電話なし", "phone"),
        (values.website, "ホームページなし", "website"),
        (values.website, "http://[", "website"),
        (values.email, "taro@example", "email"),
        (values.text(3), "四文字だ", "too_long"),
        (values.whole(0, 10), "1.5", "whole"),
        (values.whole(0, 10), "11", "range"),
        (values.yes_no, "maybe", "yes_no"),
    ],
)
def test_what_is_refused_and_why(reader: values.Reader, cell: str, code: str) -> None:
    assert code_of(reader, cell) == code


def test_a_failed_formula_and_damaged_letters_are_no_values() -> None:
    assert code_of(values.check_readable, "#REF!") == "formula"
    assert code_of(values.check_readable, "会社\ufffd") == "undecodable"
