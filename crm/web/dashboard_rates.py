"""The yen over time: two charts with mean and z-score, from the ECB's rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import charts, rates, series
from crm.series import Summary

#: Period → its name, years (None for all there is), and how far its points stand apart.
PERIODS: dict[str, tuple[Any, int | None, Callable[..., object]]] = {
    "1y": (gettext_lazy("1 year"), 1, series.week),
    "5y": (gettext_lazy("5 years"), 5, series.week),
    "10y": (gettext_lazy("10 years"), 10, series.month),
    "all": (gettext_lazy("since 1999"), None, series.month),
}
USUAL = "5y"
#: From so many standard deviations on a rate is called away, or far away, from its mean.
AWAY, FAR = 0.5, 1.5


@dataclass(frozen=True)
class Pair:
    """Two currencies as they are quoted: so many units of one in the other.

    `yen` is 1 where a high number means a strong yen, −1 where it means a weak one.
    """

    key: str
    currency: str
    to: str
    units: int
    places: int
    yen: int


PAIRS = (Pair("krw-jpy", "JPY", "KRW", 100, 1, 1), Pair("jpy-usd", "USD", "JPY", 1, 2, -1))


@dataclass(frozen=True)
class Quoted:
    """A pair's chart for a period, and what the days of the period amount to."""

    pair: Pair
    chart: charts.Chart
    summary: Summary
    words: str
    tone: str


def rates_context(asked: str) -> dict[str, Any]:
    """What `dashboard/rates.html` shows for a period; the usual one for any other word."""
    period = asked if asked in PERIODS else USUAL
    quoted = [_quoted(pair, period) for pair in PAIRS]
    return {
        "rates": quoted,
        "rate_period": period,
        "rate_periods": [(key, name) for key, (name, _years, _step) in PERIODS.items()],
        "rate_day": rates.latest_day(),
        "rate_now": quoted[0].summary.latest,
    }


def _quoted(pair: Pair, period: str) -> Quoted:
    name, years, step = PERIODS[period]
    history = [
        (day, float(rate) * pair.units) for day, rate in rates.observed(pair.currency, pair.to)
    ]
    first = series.years_before(history[-1][0], years) if years else None
    points = series.since(history, first)
    found = series.summary(points)
    strength, tone = _strength((found.z or 0.0) * pair.yen)
    drawn = tuple(
        (day.isoformat(), round(value, pair.places))
        for day, value in series.last_of_each(points, step)
    )
    title, label = _words(pair)
    chart = charts.lines(
        pair.key,
        title % {"period": name},
        [charts.Line(label, drawn)],
        x=_("Last day with a rate"),
        level=charts.Level(_("mean"), round(found.mean, pair.places)),
    )
    return Quoted(pair, chart, found, strength, tone)


def _words(pair: Pair) -> tuple[str, str]:
    if pair.to == "KRW":
        return _("KRW for 100 JPY (%(period)s)"), _("KRW for 100 JPY")
    return _("JPY for 1 USD (%(period)s)"), _("JPY for 1 USD")


def _strength(z: float) -> tuple[str, str]:
    """What the yen's distance from its mean means, and the tone of its badge."""
    if z >= FAR:
        return _("yen far stronger than its mean"), "good"
    if z >= AWAY:
        return _("yen stronger than its mean"), "good"
    if z > -AWAY:
        return _("yen near its mean"), ""
    if z > -FAR:
        return _("yen weaker than its mean"), "warn"
    return _("yen far weaker than its mean"), "warn"
