"""The dashboard's charts: every bar and mark leads to the records that it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm import charts, figures
from crm.models import Activity, Deal, Stage
from crm.templatetags.names import localname
from crm.web.clusters import BANDS, cluster_url
from crm.web.dashboard_scope import Scope
from prospects.figures import cluster_figures
from prospects.models import Company

AGES = (30, 60, 120)


def funnel_chart(
    scope: Scope, stages: Sequence[Stage], totals: Sequence[figures.StageTotal]
) -> charts.Chart:
    bars = [
        charts.Stage(
            localname(stage),
            place,
            total.deals,
            round(float(total.krw)),
            scope.url("deal_list", stage=stage.key, status="active"),
        )
        for place, (stage, total) in enumerate(zip(stages, totals, strict=True), 1)
    ]
    chart = charts.stages(
        "funnel",
        _("Active deals by stage, with expected amounts"),
        bars if any(total.deals for total in totals) else [],
        stage=_("Stage"),
        count=_("Deals"),
        amount=_("Expected (KRW)"),
    )
    weighted = [round(float(total.weighted_krw)) for total in totals]
    rows = tuple((*row, more) for row, more in zip(chart.rows, weighted, strict=False))
    columns = (*chart.columns, charts.Column(_("Weighted (KRW)"), "KRW"))
    urls = tuple((*row, bar.url) for row, bar in zip(chart.urls, bars, strict=False))
    return replace(chart, columns=columns, rows=rows, urls=urls)


def ageing_chart(
    scope: Scope, stages: Sequence[Stage], ages: Sequence[figures.Ageing]
) -> charts.Chart:
    younger = [_("up to %(days)d days") % {"days": AGES[0]}]
    between = [
        _("%(from)d–%(to)d days") % {"from": least + 1, "to": most}
        for least, most in pairwise(AGES)
    ]
    older = [_("over %(days)d days") % {"days": AGES[-1]}]
    bands = [
        {"days_max": AGES[0]},
        *({"days_min": least + 1, "days_max": most} for least, most in pairwise(AGES)),
        {"days_min": AGES[-1] + 1},
    ]
    rows = [
        charts.Bar(
            localname(stage),
            age.counts,
            tuple(
                scope.url("deal_list", stage=stage.key, status="active", sort="moved", **band)
                for band in bands
            ),
        )
        for stage, age in zip(stages, ages, strict=True)
    ]
    return charts.ageing(
        "ageing",
        _("Active deals by days in their stage"),
        rows if any(any(age.counts) for age in ages) else [],
        [*younger, *between, *older],
        stage=_("Stage"),
    )


def weeks_chart(scope: Scope, weeks: figures.Weeks) -> charts.Chart:
    labels = dict(Activity.Kind.choices)
    bars = [
        charts.Bar(
            str(labels[kind]),
            counts,
            tuple(
                scope.done_url(start, start + dt.timedelta(days=6), kind=kind)
                for start in weeks.starts
            ),
        )
        for kind, counts in weeks.counts.items()
    ]
    return charts.weeks(
        "weeks",
        _("Contacts made by week and kind"),
        weeks.starts if bars else [],
        bars,
        week=_("Week of"),
    )


def map_chart(scope: Scope, companies: QuerySet[Company], deals: QuerySet[Deal]) -> charts.Chart:
    work = figures.cluster_work(companies, deals)
    places: list[charts.Place] = []
    moving: list[Moving] = []
    open_ = Company.Registration.OPEN.value
    for row in cluster_figures(companies):
        label, key = localname(row.cluster), row.cluster.key
        done = work.get(row.cluster.pk)
        moving.append(
            Moving(
                label,
                done.deals if done else 0,
                scope.url("deal_list", cluster=key, status="active"),
                cluster_url(row.cluster),
            )
        )
        places.append(
            charts.Place(
                label,
                row.cluster.longitude,
                row.cluster.latitude,
                row.companies,
                row.change.ratio if row.change else None,
                scope.url("company_list", cluster=key, registration=open_),
            )
        )
    bands = [
        charts.Band(
            _("−%(percent)s%% or more") % {"percent": round(least * 100)}
            if least
            else _("Less than −10%"),
            least,
        )
        for least in BANDS
    ]
    chart = charts.clusters(
        "clusters",
        _("Clusters by companies tracked and active deals"),
        places,
        bands,
        cluster=_("Cluster"),
        prospects=_("Companies tracked"),
        change=_("Factories"),
        unknown=_("No census figure"),
    )
    return _with_deals(chart, moving)


@dataclass(frozen=True)
class Moving:
    """A cluster's active deals, where they are listed, and where its census is."""

    label: str
    deals: int
    url: str
    page: str


def _with_deals(chart: charts.Chart, moving: Sequence[Moving]) -> charts.Chart:
    """The map with the number of deals in each place's tooltip and in the table."""
    label = _("Active deals")
    deals = {place.label: place.deals for place in moving}
    for series in chart.option["series"]:
        for mark in series["data"]:
            mark["lines"].insert(1, {"label": label, "value": deals[mark["name"]], "unit": ""})
    columns = (*chart.columns[:2], charts.Column(label), *chart.columns[2:])
    rows = tuple(
        (*row[:2], place.deals, *row[2:]) for row, place in zip(chart.rows, moving, strict=True)
    )
    urls = tuple(
        (*row[:2], place.url, place.page) for row, place in zip(chart.urls, moving, strict=True)
    )
    return replace(chart, columns=columns, rows=rows, urls=urls)
