"""Days and years as three countries write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.intake import dates
from prospects.intake.problems import Unfit


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-22", "2026/11/22", "2026. 11. 22.", "20261122", "2026年11月22日(日)",
        "2026년 11월 22일 일요일", "令和8年11月22日", "R8.11.22", "㋿8年11月22日", "Nov 22, 2026",
        "22 Nov 2026", "２０２６年１１月２２日", "2026-11-22 15:30",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(cell: str) -> None:
    assert dates.day(cell) == "2026-11-22"


@pytest.mark.parametrize(
    "cell",
    ["27.4.1", "27. 4. 1.", "27-4-1", "27-04-01", "'27.4.1", "27년 4월 1일", "2027.4.1", "2027-4-1",
     "２７．４．１", "27.4.1 (목)"],
)  # fmt: skip
def test_a_year_of_two_digits_where_it_can_be_nothing_else(cell: str) -> None:
    assert dates.day(cell) == "2027-04-01"


@pytest.mark.parametrize(
    ("cell", "expected"), [("68.1.2", 2068), ("69.1.2", 1969), ("'05.1.2", 2005)]
)
def test_the_century_of_two_digits(cell: str, expected: int) -> None:
    assert dates.year(cell) == expected
    assert dates.day(cell) == f"{expected}-01-02"


@pytest.mark.parametrize(
    "cell",
    ["27/4/1", "8.4.1", "08.4.1", "12-4-1", "27年4月1日", "27.4", "1.4.2027", "13-4-2026",
     "127.4.1", "4/1/27", "27.4-1"],
)  # fmt: skip
def test_what_may_be_another_day_is_refused(cell: str) -> None:
    with pytest.raises(Unfit) as caught:
        dates.day(cell)
    assert caught.value.code == "day"


@given(st.dates(dt.date(2013, 1, 1), dt.date(2068, 12, 31)), st.sampled_from([".", "-", ". "]))
def test_two_digits_are_the_year_of_this_century(day: dt.date, by: str) -> None:
    assert dates.day(by.join((f"{day:%y}", str(day.month), str(day.day)))) == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026. 11. 22. 오후 3:30", "2026-11-22T15:30"),
        ("令和8年11月22日 午前0時5分", "2026-11-22T00:05"),
        ("2026-11-22T15:30:20", "2026-11-22T15:30"),
        ("2026/11/22 3:30 PM", "2026-11-22T15:30"),
        ("2026-11-22", "2026-11-22"),
    ],
)
def test_a_time_of_day(cell: str, expected: str) -> None:
    assert dates.moment(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "no_such_day"),
        ("11/22/26", "day"),
        ("来週", "day"),
        ("2026-11-22 25:00", "no_such_time"),
        ("2026-11-22 または23", "day"),
    ],
)
def test_what_is_no_day(cell: str, code: str) -> None:
    with pytest.raises(Unfit) as caught:
        dates.moment(cell)
    assert caught.value.code == code


@given(st.dates(dt.date(1868, 10, 23), dt.date(2100, 12, 31)))
def test_a_day_survives_its_writing_in_any_era(day: dt.date) -> None:
    starts = [("令和", 2019), ("平成", 1989), ("昭和", 1926), ("大正", 1912), ("明治", 1868)]
    era, first = next(each for each in starts if day.year >= each[1])
    count = day.year - first + 1
    said = f"{era}{'元' if count == 1 else count}年{day.month}月{day.day}日"
    assert dates.day(said) == dates.day(f"{day:%Y/%m/%d}") == day.isoformat()
    assert dates.year(said) == day.year


@pytest.mark.parametrize(
    "cell", ["1985", "1985年", "昭和60年", "S60", "1985年4月", "1985.4.1", "1985년", "19850401"]
)
def test_a_year(cell: str) -> None:
    assert dates.year(cell) == 1985


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_by_name(cell: str) -> None:
    for reader in (dates.day, dates.moment, dates.year):
        try:
            reader(cell)
        except Unfit:
            continue


@pytest.mark.parametrize(
    "cell",
    [
        "2027年4月",
        "２０２７年４月頃",
        "令和9年4月",
        "2027-04",
        "2027. 4",
        "2027년 4월부터",
        "2027/4/1",
    ],
)
def test_a_month_alone_is_its_first_day_where_that_is_meant(cell: str) -> None:
    assert dates.first_day(cell) == "2027-04-01"


def test_a_month_alone_is_no_day_elsewhere() -> None:
    with pytest.raises(Unfit):
        dates.day("2027-04")
    with pytest.raises(Unfit):
        dates.first_day("2027-13")
