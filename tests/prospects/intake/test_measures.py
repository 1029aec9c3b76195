"""Tolerances, sizes and volumes as needs state them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.intake.measures import MOST, size, tolerance, unit_in, volume
from tests.prospects.intake.test_values import code_of


@pytest.mark.parametrize(
    ("cell", "heading", "expected"),
    [
        ("±0.01mm", "公差", 10.0),
        ("± 0.01 ㎜", "公差", 10.0),
        ("10µm", "정밀도", 10.0),
        ("10μm", "정밀도", 10.0),
        ("10㎛ 이하", "정밀도", 10.0),
        ("５ミクロン以下", "精度", 5.0),
        ("1/100mm", "精度", 10.0),
        ("+/-0.005 mm", "tolerance", 5.0),
        ("±5", "공차(µm)", 5.0),
        ("0.02", "공차(mm)", 20.0),
        ("0.02mm", "공차(µm)", 20.0),
        ("±0.5", "公差（単位：µm）", 0.5),
        ("30", "공차", 30.0),
        ("공차 ±0.05mm", "", 50.0),
    ],
)
def test_tolerances(cell: str, heading: str, expected: float) -> None:

    assert tolerance(heading)(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0.01", "unit_missing"),
        ("±0.01~0.05mm", "one_tolerance"),
        ("높음", "length"),
        ("±0mm", "above_zero"),
        ("200 mm", "above_zero"),
        ("10 kg", "length"),
        ("JIS B 0405-m", "length"),
        ("", "length"),
    ],
)
def test_tolerances_that_say_nothing_certain(cell: str, code: str) -> None:
    assert code_of(tolerance("공차"), cell) == code


@pytest.mark.parametrize(
    ("cell", "heading", "expected"),
    [
        ("500", "サイズ", 500.0),
        ("500mm", "크기", 500.0),
        ("0.5 m", "크기", 500.0),
        ("50", "크기(cm)", 500.0),
        ("300×200×100mm", "크기", 300.0),
        ("W300 x D200 x H1,000", "size", 1000.0),
        ("φ80", "サイズ", 80.0),
        ("Ø80 × L120mm", "크기", 120.0),
        ("10 inch", "size", 254.0),
        ("最大1.2m以下", "サイズ", 1200.0),
    ],
)
def test_sizes(cell: str, heading: str, expected: float) -> None:
    assert size(heading)(cell) == expected


@pytest.mark.parametrize("cell", ["큼", "A4", "300mm 200kg", "-5"])
def test_what_is_no_size(cell: str) -> None:
    assert code_of(size("크기"), cell) in ("length", "above_zero")


@pytest.mark.parametrize(
    ("cell", "heading", "expected"),
    [
        ("2,000", "월 물량", 2000),
        ("2", "월 물량(만개)", 20_000),
        ("2,000개", "월 물량(만개)", 2000),
        ("2만개/월", "물량", 20_000),
        ("2.5万個/月", "数量", 25_000),
        ("5千個／月", "数量", 5000),
        ("月産5千個", "数量", 5000),
        ("월 3만 개", "물량", 30_000),
        ("3천개/월", "물량", 3000),
        ("年間24万個", "数量", 20_000),
        ("연 12만개", "물량", 10_000),
        ("240,000", "연간 물량", 20_000),
        ("2만개/월", "연간 물량", 20_000),
        ("1,000 pcs/month", "volume", 1000),
        ("12,000 per year", "volume", 1000),
        ("3 per year", "volume", 1),
    ],
)
def test_volumes(cell: str, heading: str, expected: int) -> None:
    assert volume(heading)(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("100개/일", "per_month"),
        ("많음", "number"),
        ("1.5개", "whole"),
        ("-3", "range"),
        ("0", "range"),
        ("3조 개", "range"),
    ],
)
def test_volumes_that_are_none(cell: str, code: str) -> None:
    assert code_of(volume("물량"), cell) == code


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("공차(µm)", "µm"),
        ("公差（±mm）", "mm"),
        ("크기 [cm]", "cm"),
        ("最大寸法：mm", "mm"),
        ("サイズ", ""),
        ("minimum", ""),
    ],
)
def test_a_heading_gives_the_unit(heading: str, unit: str) -> None:
    assert unit_in(heading) == unit


@given(micrometres=st.integers(1, MOST))
def test_millimetres_and_micrometres_are_one_tolerance(micrometres: int) -> None:
    thousandths = f"{micrometres / 1000:.3f}"
    assert tolerance("")(f"±{thousandths}mm") == micrometres
    assert tolerance("")(f"{micrometres}µm") == micrometres


@given(text=st.text(max_size=30), heading=st.sampled_from(["", "公差(mm)", "물량(만개)"]))
def test_any_text_is_read_or_refused(text: str, heading: str) -> None:
    for reader in (tolerance(heading), size(heading), volume(heading)):
        code_of(reader, text)  # raises nothing but Unfit
