"""Months as columns: what came above the line, what went below it, and what stands apart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from crm.charts.parts import Chart, Column, Option, categories, datum, frame, legend, values


@dataclass(frozen=True, slots=True)
class Flow:
    """A count for each month, None where nothing is known; `gone` draws it below the line."""

    label: str
    values: tuple[int | None, ...]
    hue: str
    gone: bool = False
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that would dwarf the columns: a sign above its month, said in the tooltip."""

    label: str
    value: int


def months(
    key: str,
    title: str,
    firsts: Sequence[dt.date],
    flows: Sequence[Flow],
    marks: Sequence[Sequence[Mark]],
    *,
    month: str,
    apart: Flow,
) -> Chart:
    """Stacked columns by month. `firsts` are first days of months; all the rest follows them.

    `apart` is not stacked: its months get a sign above the columns that says what its `marks` say.
    The table has every number as it is, without a sign.
    """
    days = [first.isoformat() for first in firsts]
    sums = [
        sum(flow.values[place] or 0 for flow in flows if not flow.gone)
        for place in range(len(firsts))
    ]
    top = max(sums, default=0) or 1
    option = frame(x="month", y="abs", top=32) | {
        "legend": legend(),
        "xAxis": categories(days),
        "yAxis": values(whole=True),
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            *(_columns(flow) for flow in flows),
            {
                "type": "scatter",
                "name": apart.label,
                "symbol": "diamond",
                "symbolSize": 9,
                "color": apart.hue,
                "data": [
                    datum(
                        [place, round(top * 1.15, 1)],
                        _url(apart, place),
                        lines=[
                            {"label": mark.label, "value": mark.value, "unit": ""} for mark in each
                        ],
                    )
                    for place, each in enumerate(marks)
                    if each
                ],
            },
        ],
    }
    shown = (*flows, apart)
    return Chart(
        key,
        title,
        option,
        (Column(month, "month"), *(Column(flow.label) for flow in shown)),
        tuple(zip(days, *(flow.values for flow in shown), strict=True)),
        tuple(("", *(_url(flow, place) for flow in shown)) for place in range(len(firsts))),
    )


def _columns(flow: Flow) -> Option:
    sign = -1 if flow.gone else 1
    return {
        "type": "bar",
        "name": flow.label,
        "stack": "all",
        "barMaxWidth": 18,
        "color": flow.hue,
        "data": [
            datum(value if value is None else sign * value, _url(flow, place))
            for place, value in enumerate(flow.values)
        ],
    }


def _url(flow: Flow, place: int) -> str:
    return flow.urls[place] if flow.urls else ""
