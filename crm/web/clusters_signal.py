"""The register's signal on a cluster's page: a chart by month, and the days of bulk clean-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from crm import charts
from crm.templatetags.dates import day_text
from prospects.models import Cluster
from prospects.signal import BulkDay, Month, Signal, signals

MONTHS = 36
#: The latest bulk days that are told below the chart; the others stand in its tooltips.
BULK_DAYS = 4


def register_signal(cluster: Cluster) -> dict[str, Any]:
    """What the section needs; nothing where the register has no company of the cluster."""
    signal = signals([cluster], months=MONTHS).get(cluster.pk)
    if signal is None:
        return {}
    days = [day for month in signal.months for day in month.bulk_days]
    return {
        "signal": signal,
        "signal_chart": _chart(cluster, signal),
        "bulk_days": [(day, _why(day), _records(cluster, day.day)) for day in days[::-1]][
            :BULK_DAYS
        ],
    }


def _chart(cluster: Cluster, signal: Signal) -> charts.Chart:
    months = signal.months

    def flow(label: str, name: str, hue: str, *, gone: bool = False, by: str = "") -> charts.Flow:
        counts = tuple(getattr(month, name) for month in months)
        urls = tuple(_address(cluster, by, month.month) for month in months) if by else ()
        return charts.Flow(label, counts, hue, gone, urls)

    flows = [
        flow(_("Opened"), "opened", "--chart-5", by="opened"),
        flow(_("Closed"), "closed", "--chart-6", gone=True, by="ended"),
        flow(_("Merged away"), "merged", "--chart-4", gone=True, by="ended"),
    ]
    if signal.moves:
        flows[1:1] = [flow(_("Moved in"), "moved_in", "--chart-2", by="came")]
        flows.append(flow(_("Moved out"), "moved_out", "--chart-3", gone=True, by="went"))
    return charts.months(
        "register-signal",
        _("Companies opened and gone by month, from the register"),
        [month.month for month in months],
        flows,
        [_marks(month) for month in months],
        month=_("Month"),
        apart=flow(_("Cleaned up in bulk"), "bulk", "--chart-7", gone=True, by="ended"),
    )


def _marks(month: Month) -> Sequence[charts.Mark]:
    return [charts.Mark(f"{day_text(day.day)}: {_why(day)}", day.closed) for day in month.bulk_days]


def _why(day: BulkDay) -> str:
    return _("closed by the registrar") if day.by_registrar else _("closed on one day")


def _records(cluster: Cluster, day: dt.date) -> str:
    return _address(cluster, "ended", day.replace(day=1))


def _address(cluster: Cluster, by: str, month: dt.date) -> str:
    """The register's companies of the cluster that opened, ended or moved in the month."""
    query = {"cluster": cluster.key, "kind": "companies", by: f"{month:%Y-%m}"}
    if by == "opened":
        query["closed"] = "on"
    return f"{reverse('web:register_list')}?{urlencode(query)}"
