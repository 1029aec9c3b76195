"""Lines: values over time, census series."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.charts.parts import Chart, Column, Option, datum, frame, hues, legend, time_axis, values

SYMBOLS = ["circle", "rect", "triangle", "diamond"]
DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: (x, y) points in ascending x, x being a year or an ISO date."""

    label: str
    points: tuple[tuple[int | str, float], ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A value to compare a line with, such as its mean: drawn across the chart, with its name."""

    label: str
    value: float


def lines(
    key: str,
    title: str,
    series: Sequence[Line],
    *,
    x: str,
    x_unit: str = "date",
    y_unit: str = "",
    level: Level | None = None,
) -> Chart:
    """Values over time. Lines differ by mark and dash as well as by colour.

    `x` heads the table's first column; `x_unit` is "date" or "year". `level` belongs to the first
    line, and the axis then begins near the values instead of at nought.
    """
    marks = sorted({point[0] for line in series for point in line.points}, key=str)
    known = [dict(line.points) for line in series]
    option = frame(
        x=x_unit, y=y_unit, top=32 if len(series) > 1 else 12, right=40 if level else 20
    ) | {
        "xAxis": time_axis("value" if x_unit == "year" else "time"),
        "yAxis": values() | {"scale": level is not None or y_unit not in ("", "%")},
        "tooltip": {"trigger": "axis"},
        "series": [
            {
                "type": "line",
                "name": line.label,
                "symbol": SYMBOLS[place % len(SYMBOLS)],
                "symbolSize": 7,
                "showSymbol": len(marks) <= 24,
                "color": hue,
                "lineStyle": {"width": 2, "type": DASHES[place % len(DASHES)]},
                "data": [datum(list(point), line.url) for point in line.points],
            }
            for place, (line, hue) in enumerate(zip(series, hues(len(series)), strict=True))
        ],
    }
    if len(series) > 1:
        option["legend"] = legend()
    if level and series:
        option["series"][0]["markLine"] = _across(level)
    return Chart(
        key,
        title,
        option,
        (Column(x, x_unit), *(Column(line.label, y_unit) for line in series)),
        tuple((mark, *(points.get(mark) for points in known)) for mark in marks),
    )


def _across(level: Level) -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "--text-3", "type": "dashed", "width": 1},
        "label": {"formatter": level.label, "position": "end", "color": "--text-2"},
        "data": [{"yAxis": level.value}],
    }


def census(key: str, title: str, series: Sequence[Line], *, year: str) -> Chart:
    """Factories of a cluster by census year, one line a size threshold.

    Counts with different thresholds (all factories, or those with four employees and more) are
    different statistics and never share a line.
    """
    return lines(key, title, series, x=year, x_unit="year")
