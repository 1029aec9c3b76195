"""What every chart is made of: the result, axes, legend, colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Option = dict[str, Any]
Value = int | float | str | None
Datum = Value | list[int | float | str]

SERIES = [f"--chart-{n}" for n in range(1, 8)]
#: Age bands go from calm to alarming.
AGES = ["--ramp-1", "--ramp-2", "--ramp-3", "--ramp-4"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's data table: its heading and the unit of its values."""

    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn: what it shows, the ECharts option, and the same as a table.

    `rows` hold one label and then raw numbers, in the order of `columns`. No rows, no chart.
    `urls` say where the records behind each value are, row by row, `""` for none.
    """

    id: str
    title: str
    option: Option
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    urls: tuple[tuple[str, ...], ...] = ()

    @property
    def option_id(self) -> str:
        return f"{self.id}-option"

    @property
    def cells(self) -> list[list[tuple[Value, str, str]]]:
        """Each row's values, each with its column's unit and the address of its records."""
        nothing = ("",) * len(self.columns)
        urls = self.urls or (nothing,) * len(self.rows)
        return [
            [
                (value, column.unit, url)
                for value, column, url in zip(row, self.columns, links, strict=True)
            ]
            for row, links in zip(self.rows, urls, strict=True)
        ]


def datum(value: Datum, url: str, **more: Any) -> Option:
    datum: Option = {"value": value} | {key: item for key, item in more.items() if item is not None}
    return datum | {"url": url} if url else datum


def frame(x: str = "", y: str = "", top: int = 8, right: int = 12) -> Option:
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


def categories(names: Sequence[str]) -> Option:
    return {
        "type": "category",
        "data": list(names),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "--line-strong"}},
        "axisLabel": {"color": "--text-2", "hideOverlap": True},
    }


def time_axis(kind: str) -> Option:
    """A horizontal axis on which distance is time."""
    return categories([]) | {
        "type": kind,
        "data": None,
        "min": "dataMin",
        "max": "dataMax",
        "minInterval": 1,
        "splitLine": {"show": False},
    }


def values(*, whole: bool = False) -> Option:
    axis: Option = {
        "type": "value",
        "splitNumber": 4,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": "--text-3"},
        "splitLine": {"lineStyle": {"color": "--chart-grid"}},
    }
    return axis | {"minInterval": 1} if whole else axis


def legend() -> Option:
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


def hues(count: int) -> list[str]:
    return [SERIES[place % len(SERIES)] for place in range(count)]
