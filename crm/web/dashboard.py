"""The dashboard: where the pipeline stands and what is reached; numbers from `crm.figures`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import figures
from crm.access import Action, visible
from crm.attention import with_attention
from crm.days import begins
from crm.deal_filters import Then
from crm.models import Activity, Deal, Stage, Target
from crm.templatetags.numbers import number
from crm.web import dashboard_charts
from crm.web.dashboard_rates import rates_context
from crm.web.dashboard_scope import Scope, ScopeForm, scope_of
from crm.web.page import Request, page, show

WEEKS = 26
YEAR = 52


@page(Action.VIEW)
def dashboard(request: Request) -> HttpResponse:
    """One screen of figures, each a link to what it counts."""
    period = request.GET.get("rates", "")
    if request.htmx.target == "rates":
        return show(request, "dashboard/rates.html", rates_context(period))
    form = ScopeForm(request.GET)
    scope = scope_of(form)
    now, today = timezone.now(), timezone.localdate()
    stages = [*Stage.objects.all()]
    deals = visible(request.user, Deal.objects.filter(owner__in=scope.owners))
    active = deals.filter(status=Deal.Status.ACTIVE)
    activities = visible(request.user, Activity.objects.filter(owner__in=scope.owners))
    keys = [stage.key for stage in stages]
    totals = figures.stage_totals(active, keys)
    since = today - dt.timedelta(weeks=scope.weeks or YEAR)
    passed = figures.conversions(deals, keys, since=begins(since))
    weeks = figures.contacts_by_week(activities, today=today, weeks=scope.weeks or WEEKS)
    quarter = figures.Quarter.of(today)
    context = {
        "form": form,
        "headline": _headline(scope, totals, with_attention(active, now), weeks),
        "funnel": dashboard_charts.funnel_chart(scope, stages, totals),
        "ageing": dashboard_charts.ageing_chart(
            scope, stages, figures.ageing(active, keys, today=today, bounds=dashboard_charts.AGES)
        ),
        "weeks": dashboard_charts.weeks_chart(scope, weeks),
        "weeks_url": scope.done_url(weeks.starts[0], weeks.last),
        "map": dashboard_charts.map_chart(scope, visible(request.user, scope.companies), active),
        "passed": _passages(scope, stages, passed, since),
        "since": since,
        "attainments": _attainments(scope, quarter),
        "quarter": quarter,
        "active_url": scope.url("deal_list", status="active"),
        **rates_context(period),
    }
    return show(request, "dashboard/dashboard.html", context)


# --- Headline -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headline:
    """A figure on top: a number or an amount in won, and where its records are."""

    label: str
    value: Any
    url: str
    note: str = ""
    is_money: bool = False


def _headline(
    scope: Scope,
    totals: Sequence[figures.StageTotal],
    active: QuerySet[Any],
    weeks: figures.Weeks,
) -> list[Headline]:
    count = sum(total.deals for total in totals)
    known = sum(total.with_amount for total in totals)
    amounts = _("%(known)d of %(count)d deals with an amount") % {"known": known, "count": count}
    url = scope.url("deal_list", status="active")
    this_week = sum(values[-1] for values in weeks.counts.values())
    return [
        Headline(_("Active deals"), count, url),
        Headline(
            _("Expected"), sum(t.krw for t in totals), f"{url}&sort=-amount", amounts, is_money=True
        ),
        Headline(
            _("Weighted by probability"),
            sum(t.weighted_krw for t in totals),
            url,
            is_money=True,
        ),
        Headline(
            _("Stale deals"),
            active.filter(is_stale=True).count(),
            scope.url("deal_list", status="active", stale="true"),
        ),
        Headline(
            _("Contacts this week"),
            this_week,
            scope.done_url(weeks.starts[-1], weeks.last),
            _("%(count)s in %(weeks)d weeks")
            % {"count": number(weeks.total), "weeks": len(weeks.starts)},
        ),
    ]


# --- Movement -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """A stage's line: how deals passed it, and where those of each figure are listed."""

    stage: Stage
    value: figures.Conversion
    entered_url: str
    advanced_url: str
    lost_url: str


def _passages(
    scope: Scope,
    stages: Sequence[Stage],
    passed: Sequence[figures.Conversion],
    since: dt.date,
) -> list[Passage]:
    found = []
    for stage, value in zip(stages, passed, strict=True):
        came = partial(scope.url, "deal_list", reached=stage.key, reached_from=since)
        found.append(
            Passage(
                stage, value, came(), came(then=Then.FURTHER.value), came(then=Then.ENDED.value)
            )
        )
    return found


# --- Targets --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reached:
    """A target's line: its words, its figures, and where the records are."""

    label: str
    value: figures.Attainment
    is_money: bool
    url: str


def _attainments(scope: Scope, quarter: figures.Quarter) -> list[Reached]:
    labels = dict(Target.Metric.choices)

    def deals(happened: str) -> str:
        days = {f"{happened}_from": quarter.first, f"{happened}_to": quarter.last}
        return scope.url("deal_list", **days)

    urls = {
        Target.Metric.CONTACTS: scope.done_url(quarter.first, quarter.last),
        Target.Metric.DEALS_OPENED: deals("opened"),
        Target.Metric.NOTIFIED_KRW: deals("notified"),
        Target.Metric.ARRIVED_KRW: deals("arrived"),
    }
    return [
        Reached(
            str(labels[Target.Metric(row.metric)]),
            row,
            row.metric.endswith("_krw"),
            urls[Target.Metric(row.metric)],
        )
        for row in figures.attainments(scope.owners, scope.targets, quarter)
    ]


urlpatterns = [path("dashboard/", dashboard, name="dashboard")]
