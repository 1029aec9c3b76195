"""What was said against what came: bars by score."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.charts.lines import Level
from crm.charts.parts import Chart, Column, categories, datum, frame, values


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """Pairs of about one score: how many, their mean score, and the share that came off."""

    label: str
    count: int
    said: float
    came: float


def reliability(
    key: str,
    title: str,
    bands: Sequence[ScoreBand],
    *,
    score: str,
    pairs: str,
    said: str,
    came: str,
    level: Level | None = None,
) -> Chart:
    """The share of pairs that came off, one bar a band of scores, lowest scores first.

    `score`, `pairs`, `said` and `came` head the table. `level` is the share to compare with.
    """
    option = frame(y="%", top=20, right=72 if level else 12) | {
        "xAxis": categories([band.label for band in bands]),
        "yAxis": values(),
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "bar",
                "name": came,
                "color": "--chart-1",
                "barMaxWidth": 36,
                "itemStyle": {"borderRadius": 3},
                "label": {"show": True, "position": "top", "color": "--text-2"},
                "data": [
                    datum(
                        band.came,
                        "",
                        lines=[
                            {"label": said, "value": band.said, "unit": "%"},
                            {"label": pairs, "value": band.count, "unit": ""},
                        ],
                    )
                    for band in bands
                ],
            }
        ],
    }
    if level and bands:
        option["series"][0]["markLine"] = {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": "--text-3", "type": "dashed", "width": 1},
            "label": {"formatter": level.label, "position": "end", "color": "--text-2"},
            "data": [{"yAxis": level.value}],
        }
    return Chart(
        key,
        title,
        option,
        (Column(score), Column(pairs), Column(said, "%"), Column(came, "%")),
        tuple((band.label, band.count, band.said, band.came) for band in bands),
    )
