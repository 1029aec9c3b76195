"""Observed values: periods, thinning, mean, spread, z-score."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import series

MONDAY = dt.date(2026, 11, 16)
FINITE = st.floats(-1e6, 1e6, allow_nan=False)


def on(*values: float, first: dt.date = MONDAY) -> list[series.Point]:
    return [(first + dt.timedelta(days=at), value) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        (dt.date(2026, 11, 20), 1, dt.date(2025, 11, 20)),
        (dt.date(2024, 2, 29), 1, dt.date(2023, 2, 28)),
        (dt.date(2024, 2, 29), 4, dt.date(2020, 2, 29)),
    ],
)
def test_the_same_day_years_before(day: dt.date, years: int, before: dt.date) -> None:
    assert series.years_before(day, years) == before


def test_a_period_begins_on_its_first_day() -> None:
    points = on(1, 2, 3)
    assert series.since(points, MONDAY + dt.timedelta(days=1)) == tuple(points[1:])
    assert series.since(points, None) == tuple(points)


def test_thinning_keeps_the_last_observed_day_of_each_step() -> None:
    # Two weeks; the second one's Friday has no rate.
    points = [*on(1, 2, 3, 4, 5), *on(6, 7, 8, 9, first=MONDAY + dt.timedelta(days=7))]
    assert series.last_of_each(points, series.week) == (
        (dt.date(2026, 11, 20), 5),
        (dt.date(2026, 11, 26), 9),
    )
    assert series.last_of_each(points, series.month) == ((dt.date(2026, 11, 26), 9),)


def test_years_do_not_share_a_week_or_a_month() -> None:
    points: list[series.Point] = [(dt.date(2025, 11, 17), 1.0), (dt.date(2026, 11, 16), 2.0)]
    assert series.last_of_each(points, series.week) == tuple(points)
    assert series.last_of_each(points, series.month) == tuple(points)


def test_a_summary_in_numbers() -> None:
    found = series.summary(on(2, 4, 4, 4, 5, 5, 7, 9))
    assert found == series.Summary(MONDAY, MONDAY + dt.timedelta(days=7), 8, 9, 5, 2)
    assert found.z == 2


def test_no_points_no_summary() -> None:
    with pytest.raises(ValueError, match="a point"):
        series.summary([])


@pytest.mark.parametrize("values", [[850.0], [0.1] * 7, [0.0, 0.0]])
def test_without_spread_there_is_no_z_score(values: list[float]) -> None:
    found = series.summary(on(*values))
    assert found.z is None


@given(st.lists(FINITE, min_size=1, max_size=60))
def test_the_mean_lies_within_and_the_z_score_is_bounded(values: list[float]) -> None:
    found = series.summary(on(*values))
    slack = 1e-6
    assert min(values) - slack <= found.mean <= max(values) + slack
    # No value is further from the mean than √(n−1) standard deviations.
    if found.z is not None and found.deviation > slack:
        assert abs(found.z) <= (len(values) - 1) ** 0.5 + slack
