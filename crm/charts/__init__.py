"""Numbers → chart options for ECharts. Pure: no Django, no database, no language of its own.

Callers pass words already in the reader's language, and numbers as numbers. Colours are token
names (`"--chart-1"`), which the browser resolves for its theme; numbers are written by the browser
in the page's language, following the option's `dongban` part:

    {"x": UNIT, "y": UNIT}       how the axes' values read
    datum["url"]                 where a click leads
    datum["lines"]               further facts in the tooltip: {"label", "value", "unit"}
    datum["extra"]               {"value", "unit"} written after the bar's own label

A unit is "" (a plain number), "%" (a ratio, 0.15), a currency code, or, on an axis, "week"
(an ISO date that starts a week), "month" (likewise), "date" or "year"; "abs" drops a sign.
"""

from crm.charts.bars import Bar, Stage, ageing, change, kinds_by_month, parted, stages, weeks
from crm.charts.lines import Level, Line, census, lines
from crm.charts.map import Band, Place, Plant, clusters, plants
from crm.charts.months import Flow, Mark, months
from crm.charts.parts import Chart, Column
from crm.charts.reliability import ScoreBand, reliability

__all__ = [
    "Band",
    "Bar",
    "Chart",
    "Column",
    "Flow",
    "Level",
    "Line",
    "Mark",
    "Place",
    "Plant",
    "ScoreBand",
    "Stage",
    "ageing",
    "census",
    "change",
    "clusters",
    "kinds_by_month",
    "lines",
    "months",
    "parted",
    "plants",
    "reliability",
    "stages",
    "weeks",
]
