"""Bars: deals by stage, activity by week, age of deals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from crm.charts.parts import (
    AGES,
    Chart,
    Column,
    Option,
    categories,
    datum,
    frame,
    hues,
    legend,
    values,
)


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
        datum(
            bar.count,
            bar.url,
            itemStyle={"color": f"--stage-{bar.place}"},
            extra={"value": bar.amount, "unit": currency} if bar.amount else None,
            lines=[{"label": amount, "value": bar.amount, "unit": currency}],
        )
        for bar in bars
    ]
    option = frame(y="", right=96) | {
        "xAxis": values() | {"show": False},
        "yAxis": categories([bar.label for bar in bars]) | {"inverse": True},
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
        tuple(("", bar.url, bar.url) for bar in bars),
    )


def change(
    key: str, title: str, before: str, after: str, ratio: float, *, step: str, index: str
) -> Chart:
    """A change known only as a ratio (-0.2): two bars, the earlier state as 100.

    `before` and `after` name the two states, `step` and `index` head the table.
    """
    states = ((before, 100.0), (after, round(100 * (1 + ratio), 1)))
    option = frame(y="", right=56) | {
        "xAxis": values() | {"show": False, "min": 0},
        "yAxis": categories([name for name, _ in states]) | {"inverse": True},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "bar",
                "name": index,
                "data": [
                    datum(value, "", itemStyle={"color": hue})
                    for (_, value), hue in zip(states, ("--chart-7", "--chart-1"), strict=True)
                ],
                "barMaxWidth": 22,
                "itemStyle": {"borderRadius": 3},
                "label": {"show": True, "position": "right", "color": "--text-2"},
            }
        ],
    }
    return Chart(key, title, option, (Column(step), Column(index)), states)


def weeks(
    key: str, title: str, starts: Sequence[dt.date], bars: Sequence[Bar], *, week: str
) -> Chart:
    """Activity by week: stacked columns, one series a kind of activity.

    `starts` are the Mondays in order; each `Bar` is one kind with a count for every week.
    """
    return _over_time(key, title, starts, bars, unit="week", heading=week)


def kinds_by_month(
    key: str, title: str, firsts: Sequence[dt.date], bars: Sequence[Bar], *, month: str
) -> Chart:
    """Stacked columns by month, one series a kind.

    `firsts` are the first days of the months in order; each `Bar` is a kind with a count for each.
    """
    return _over_time(key, title, firsts, bars, unit="month", heading=month)


def _over_time(
    key: str, title: str, starts: Sequence[dt.date], bars: Sequence[Bar], *, unit: str, heading: str
) -> Chart:
    days = [start.isoformat() for start in starts]
    option = frame(x=unit, y="", top=32) | {
        "legend": legend(),
        "xAxis": categories(days),
        "yAxis": values(whole=True),
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [_stack(bar, hue) for bar, hue in zip(bars, hues(len(bars)), strict=True)],
    }
    return Chart(
        key,
        title,
        option,
        (Column(heading, unit), *(Column(bar.label) for bar in bars)),
        tuple(zip(days, *(bar.values for bar in bars), strict=True)),
        tuple(("", *urls) for urls in zip(*(_urls(bar) for bar in bars), strict=True)),
    )


def ageing(key: str, title: str, rows: Sequence[Bar], bands: Sequence[str], *, stage: str) -> Chart:
    """How long deals have stood in their stage: one stacked bar a stage, one part an age band.

    `bands` are the words for the age bands, youngest first (at most four), and each `Bar` is a
    stage with a count for every band.
    """
    return parted(key, title, rows, bands, heading=stage, colours=AGES)


def parted(
    key: str,
    title: str,
    rows: Sequence[Bar],
    parts: Sequence[str],
    *,
    heading: str,
    colours: Sequence[str] = (),
) -> Chart:
    """One horizontal bar a row, stacked of its parts; each `Bar` has a count for every part.

    `heading` is the table's first column. Without `colours` each part has the next of the series.
    """
    shown = colours or hues(len(parts))
    option = frame(y="", top=32) | {
        "legend": legend(),
        "xAxis": values(whole=True),
        "yAxis": categories([row.label for row in rows]) | {"inverse": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            {
                "type": "bar",
                "name": part,
                "stack": "all",
                "barMaxWidth": 18,
                "color": shown[place],
                "data": [datum(row.values[place], _urls(row)[place]) for row in rows],
            }
            for place, part in enumerate(parts)
        ],
    }
    return Chart(
        key,
        title,
        option,
        (Column(heading), *(Column(part) for part in parts)),
        tuple((row.label, *row.values) for row in rows),
        tuple(("", *_urls(row)) for row in rows),
    )


def _urls(bar: Bar) -> tuple[str, ...]:
    return bar.urls or ("",) * len(bar.values)


def _stack(bar: Bar, hue: str) -> Option:
    return {
        "type": "bar",
        "name": bar.label,
        "stack": "all",
        "barMaxWidth": 28,
        "color": hue,
        "data": [datum(value, url) for value, url in zip(bar.values, _urls(bar), strict=True)],
    }
