"""Numbers → chart options for ECharts. Pure: no Django, no database, no language of its own.

Callers pass words already in the reader's language, and numbers as numbers. Colours are token
names (`"--chart-1"`), which the browser resolves for its theme; numbers are written by the browser
in the page's language, following the option's `dongban` part:

    {"x": UNIT, "y": UNIT}       how the axes' values read
    datum["url"]                 where a click leads
    datum["lines"]               further facts in the tooltip: {"label", "value", "unit"}
    datum["extra"]               {"value", "unit"} written after the bar's own label

A unit is "" (a plain number), "%" (a ratio, 0.15), a currency code, or, on an axis, "week"
(an ISO date that starts a week), "date" or "year".
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Option = dict[str, Any]
Value = int | float | str | None
Datum = Value | list[int | float | str]

SERIES = [f"--chart-{n}" for n in range(1, 8)]
#: Age bands go from calm to alarming.
AGES = ["--ramp-1", "--ramp-2", "--ramp-3", "--ramp-4"]
SYMBOLS = ["circle", "rect", "triangle", "diamond"]
DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]]
#: The part of the map that is shown: Korea, and Japan from Kyushu to Tohoku (west, north; east,
#: south, in degrees). Hokkaido has no cluster and would shrink all the others.
VIEW = [[125.8, 39.8], [141.8, 31.6]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's data table: its heading and the unit of its values."""

    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn: what it shows, the ECharts option, and the same as a table.

    `rows` hold one label and then raw numbers, in the order of `columns`. No rows, no chart.
    """

    id: str
    title: str
    option: Option
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def option_id(self) -> str:
        return f"{self.id}-option"

    @property
    def cells(self) -> list[list[tuple[Value, str]]]:
        """Each row's values, each with its column's unit."""
        return [
            [(value, column.unit) for value, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Stage:
    """Deals in one stage. `place` is its position in the pipeline, from 1."""

    label: str
    place: int
    count: int
    amount: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of stacked parts; `values` and `urls` follow the chart's kinds."""

    label: str
    values: tuple[int, ...]
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: (x, y) points in ascending x, x being a year or an ISO date."""

    label: str
    points: tuple[tuple[int | str, float], ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster on the map: degrees, how many prospects are tracked there, and the change of its
    factories (a ratio, negative for a decline; `None` where no census is known)."""

    label: str
    longitude: float
    latitude: float
    prospects: int
    change: float | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A class of decline on the map: from `least` (a ratio, 0.15 for −15%) on."""

    label: str
    least: float


def stages(
    key: str,
    title: str,
    bars: Sequence[Stage],
    *,
    stage: str,
    count: str,
    amount: str,
    currency: str = "KRW",
) -> Chart:
    """Deals by stage, one horizontal bar a stage in pipeline order, with count and amount.

    Length is the count, because early stages have no amounts yet. `stage`, `count` and `amount`
    are the headings of the table.
    """
    data = [
        _datum(
            bar.count,
            bar.url,
            itemStyle={"color": f"--stage-{bar.place}"},
            extra={"value": bar.amount, "unit": currency} if bar.amount else None,
            lines=[{"label": amount, "value": bar.amount, "unit": currency}],
        )
        for bar in bars
    ]
    option = _frame(y="", right=96) | {
        "xAxis": _values() | {"show": False},
        "yAxis": _categories([bar.label for bar in bars]) | {"inverse": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "bar",
                "name": count,
                "data": data,
                "barMaxWidth": 18,
                "barMinHeight": 2,
                "itemStyle": {"borderRadius": 3},
                "label": {"show": True, "position": "right", "color": "--text-2"},
            }
        ],
    }
    return Chart(
        key,
        title,
        option,
        (Column(stage), Column(count), Column(amount, currency)),
        tuple((bar.label, bar.count, bar.amount) for bar in bars),
    )


def weeks(
    key: str, title: str, starts: Sequence[dt.date], bars: Sequence[Bar], *, week: str
) -> Chart:
    """Activity by week: stacked columns, one series a kind of activity.

    `starts` are the Mondays in order; each `Bar` is one kind with a count for every week.
    """
    days = [start.isoformat() for start in starts]
    option = _frame(x="week", y="", top=32) | {
        "legend": _legend(),
        "xAxis": _categories(days),
        "yAxis": _values(whole=True),
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [_stack(bar, hue) for bar, hue in zip(bars, _hues(len(bars)), strict=True)],
    }
    return Chart(
        key,
        title,
        option,
        (Column(week, "week"), *(Column(bar.label) for bar in bars)),
        _transposed(days, [bar.values for bar in bars]),
    )


def ageing(key: str, title: str, rows: Sequence[Bar], bands: Sequence[str], *, stage: str) -> Chart:
    """How long deals have stood in their stage: one stacked bar a stage, one part an age band.

    `bands` are the words for the age bands, youngest first (at most four), and each `Bar` is a
    stage with a count for every band.
    """
    option = _frame(y="", top=32) | {
        "legend": _legend(),
        "xAxis": _values(whole=True),
        "yAxis": _categories([row.label for row in rows]) | {"inverse": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            {
                "type": "bar",
                "name": band,
                "stack": "all",
                "barMaxWidth": 18,
                "color": AGES[place],
                "data": [
                    _datum(row.values[place], row.urls[place] if row.urls else "") for row in rows
                ],
            }
            for place, band in enumerate(bands)
        ],
    }
    return Chart(
        key,
        title,
        option,
        (Column(stage), *(Column(band) for band in bands)),
        tuple((row.label, *row.values) for row in rows),
    )


def lines(
    key: str, title: str, series: Sequence[Line], *, x: str, x_unit: str = "date", y_unit: str = ""
) -> Chart:
    """Values over time. Lines differ by mark and dash as well as by colour.

    `x` heads the table's first column; `x_unit` is "date" or "year".
    """
    marks = sorted({point[0] for line in series for point in line.points}, key=str)
    known = [dict(line.points) for line in series]
    option = _frame(x=x_unit, y=y_unit, top=32 if len(series) > 1 else 12, right=20) | {
        "xAxis": _scale("value" if x_unit == "year" else "time"),
        "yAxis": _values() | {"scale": y_unit not in ("", "%")},
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
                "data": [_datum(list(point), line.url) for point in line.points],
            }
            for place, (line, hue) in enumerate(zip(series, _hues(len(series)), strict=True))
        ],
    }
    if len(series) > 1:
        option["legend"] = _legend()
    return Chart(
        key,
        title,
        option,
        (Column(x, x_unit), *(Column(line.label, y_unit) for line in series)),
        tuple((mark, *(points.get(mark) for points in known)) for mark in marks),
    )


def census(key: str, title: str, series: Sequence[Line], *, year: str) -> Chart:
    """Factories of a cluster by census year, one line a size threshold.

    Counts with different thresholds (all factories, or those with four employees and more) are
    different statistics and never share a line.
    """
    return lines(key, title, series, x=year, x_unit="year")


def clusters(
    key: str,
    title: str,
    places: Sequence[Place],
    bands: Sequence[Band],
    *,
    cluster: str,
    prospects: str,
    change: str,
    unknown: str,
) -> Chart:
    """Clusters on a map: size is the number of tracked prospects, colour the class of decline.

    `bands` ascend (at most four); a place without census is drawn grey under the word `unknown`.
    """
    classes = [(band.label, AGES[place]) for place, band in enumerate(bands)]
    grouped: dict[str, list[Place]] = {label: [] for label, _ in classes}
    grouped[unknown] = []
    for place in places:
        grouped[_band(place.change, bands) or unknown].append(place)
    option = _frame() | {
        "geo": {
            "map": "japan-korea",
            "boundingCoords": VIEW,
            "roam": False,
            "silent": True,
            "left": 0,
            "right": 0,
            "top": 0,
            "bottom": 0,
            "itemStyle": {
                "areaColor": "--chart-land",
                "borderColor": "--chart-coast",
                "borderWidth": 0.75,
            },
        },
        "legend": _legend()
        | {"orient": "vertical", "left": 0, "top": "auto", "bottom": 0}
        | {"backgroundColor": "--bg", "borderRadius": 6, "padding": 8, "itemGap": 6},
        "tooltip": {"trigger": "item"},
        "series": [
            _scatter(grouped[label], label, hue, every=places, prospects=prospects, change=change)
            for label, hue in [*classes, (unknown, "--chart-7")]
            if grouped[label]
        ],
    }
    return Chart(
        key,
        title,
        option,
        (Column(cluster), Column(prospects), Column(change, "±%")),
        tuple((place.label, place.prospects, place.change) for place in places),
    )


def _scatter(
    places: Sequence[Place],
    label: str,
    hue: str,
    *,
    every: Sequence[Place],
    prospects: str,
    change: str,
) -> Option:
    most = max(place.prospects for place in every)
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "name": label,
        "color": hue,
        "itemStyle": {"opacity": 0.85, "borderColor": "--bg", "borderWidth": 1},
        "label": {
            "show": True,
            "formatter": "{b}",
            "color": "--text",
            "fontSize": 11,
            "textBorderColor": "--bg",
            "textBorderWidth": 2,
        },
        "labelLayout": {"hideOverlap": True, "moveOverlap": "shiftY"},
        "emphasis": {"scale": 1.15},
        "data": [
            {
                "name": place.label,
                "value": [place.longitude, place.latitude],
                "symbolSize": _diameter(place.prospects, most),
                "label": {"position": _side(place, every)},
                "url": place.url,
                "lines": [
                    {"label": prospects, "value": place.prospects, "unit": ""},
                    {"label": change, "value": place.change, "unit": "±%"},
                ],
            }
            for place in sorted(places, key=lambda place: -place.prospects)
        ],
    }


def _side(place: Place, every: Sequence[Place]) -> str:
    """Where a place's name covers the fewest other places: a name is about 2.4° × 0.5° large."""

    def covered(west: float, south: float, east: float, north: float) -> int:
        return sum(
            west < other.longitude - place.longitude < east
            and south < other.latitude - place.latitude < north
            for other in every
            if other is not place
        )

    sides = {
        "right": covered(0, -0.3, 2.8, 0.3),
        "left": covered(-2.8, -0.3, 0, 0.3),
        "top": covered(-1.2, 0, 1.2, 0.9),
        "bottom": covered(-1.2, -0.9, 1.2, 0),
    }
    return min(sides, key=lambda side: sides[side])


def _diameter(count: int, most: int) -> float:
    """Pixels of a mark: its area grows with the count, from 8 px for none to 36 px for the most."""
    return round(8 + 28 * math.sqrt(count / most), 1) if most else 8


def _band(change: float | None, bands: Sequence[Band]) -> str:
    """The label of the highest class that a decline reaches; `""` for no census."""
    if change is None:
        return ""
    reached = [band.label for band in bands if -change >= band.least]
    return reached[-1] if reached else bands[0].label


def _stack(bar: Bar, hue: str) -> Option:
    urls = bar.urls or ("",) * len(bar.values)
    return {
        "type": "bar",
        "name": bar.label,
        "stack": "all",
        "barMaxWidth": 28,
        "color": hue,
        "data": [_datum(value, url) for value, url in zip(bar.values, urls, strict=True)],
    }


def _datum(value: Datum, url: str, **more: Any) -> Option:
    datum: Option = {"value": value} | {key: item for key, item in more.items() if item is not None}
    return datum | {"url": url} if url else datum


def _frame(x: str = "", y: str = "", top: int = 8, right: int = 12) -> Option:
    return {
        "dongban": {"x": x, "y": y},
        "grid": {
            "left": 0,
            "right": right,
            "top": top,
            "bottom": 0,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
    }


def _categories(names: Sequence[str]) -> Option:
    return {
        "type": "category",
        "data": list(names),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "--line-strong"}},
        "axisLabel": {"color": "--text-2", "hideOverlap": True},
    }


def _scale(kind: str) -> Option:
    """A horizontal axis on which distance is time."""
    return _categories([]) | {
        "type": kind,
        "data": None,
        "min": "dataMin",
        "max": "dataMax",
        "minInterval": 1,
        "splitLine": {"show": False},
    }


def _values(*, whole: bool = False) -> Option:
    axis: Option = {
        "type": "value",
        "splitNumber": 4,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": "--text-3"},
        "splitLine": {"lineStyle": {"color": "--chart-grid"}},
    }
    return axis | {"minInterval": 1} if whole else axis


def _legend() -> Option:
    return {
        "top": 0,
        "left": 0,
        "icon": "circle",
        "itemWidth": 8,
        "itemHeight": 8,
        "itemGap": 14,
        "type": "scroll",
        "textStyle": {"color": "--text-2"},
        "inactiveColor": "--line-strong",
    }


def _hues(count: int) -> list[str]:
    return [SERIES[place % len(SERIES)] for place in range(count)]


def _transposed(
    labels: Sequence[str], columns: Sequence[tuple[int, ...]]
) -> tuple[tuple[Value, ...], ...]:
    return tuple(zip(labels, *columns, strict=True))
