"""Values observed on days: periods, thinning, mean and spread. Pure: numbers in, numbers out.

A series holds only days on which something was observed, in order. Nothing is filled in, so a
weekend weighs nothing in a mean.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

Point = tuple[dt.date, float]


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 28 February for a 29th that did not exist."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def since(points: Sequence[Point], first: dt.date | None) -> tuple[Point, ...]:
    """The points from a day on; all of them without a day."""
    return tuple(points if first is None else (p for p in points if p[0] >= first))


def last_of_each(points: Sequence[Point], step: Callable[[dt.date], object]) -> tuple[Point, ...]:
    """The last point of each week, month, …: thinner, and every point one that was observed."""
    kept: dict[object, Point] = {}
    for point in points:
        kept[step(point[0])] = point
    return tuple(kept.values())


def week(day: dt.date) -> object:
    return day.isocalendar()[:2]


def month(day: dt.date) -> object:
    return day.year, day.month


@dataclass(frozen=True, slots=True)
class Summary:
    """A series in five numbers. `deviation` is the standard deviation of the days themselves."""

    first: dt.date
    last: dt.date
    count: int
    latest: float
    mean: float
    deviation: float

    @property
    def z(self) -> float | None:
        """How many standard deviations the latest value is from the mean; None without spread."""
        # What is left of rounding is no spread.
        if self.deviation <= abs(self.mean) * 1e-12:
            return None
        return (self.latest - self.mean) / self.deviation


def summary(points: Sequence[Point]) -> Summary:
    """Mean and spread over every day of the series; ValueError for an empty one."""
    if not points:
        raise ValueError("a summary needs a point")
    found = [value for _, value in points]
    mean = fmean(found)
    deviation = math.sqrt(fmean((value - mean) ** 2 for value in found))
    return Summary(points[0][0], points[-1][0], len(found), found[-1], mean, deviation)
