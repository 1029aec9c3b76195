"""The dashboard: where the pipeline stands and what is reached; numbers from `crm.figures`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm import charts, figures, rates
from crm.access import Action, visible
from crm.attention import with_attention
from crm.models import Activity, Deal, Stage, Target, Team, User
from crm.templatetags.names import localname
from crm.web.clusters import BANDS, cluster_url
from crm.web.deals_forms import NamedChoice
from crm.web.page import Request, page, show
from prospects.figures import cluster_figures
from prospects.models import Company

AGES = (30, 60, 120)
WEEKS = 26
YEAR = 52
RATE_WEEKS = 52
HUNDRED_YEN = Decimal(100)


class ScopeForm(forms.Form):
    """Whose work, and how far back."""

    team = NamedChoice(
        label=gettext_lazy("team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=(
            ("", gettext_lazy("as usual")),
            ("13", gettext_lazy("3 months")),
            ("26", gettext_lazy("6 months")),
            ("52", gettext_lazy("12 months")),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("NamedChoice", self.fields["team"]).queryset = Team.objects.all()
        owners = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owners.queryset = User.objects.filter(is_active=True)
        for field in self.fields.values():
            field.widget.attrs["data-autosubmit"] = True


@dataclass(frozen=True)
class Scope:
    """The officers whose work is shown; `query` is the same for links to lists."""

    owners: QuerySet[User]
    targets: QuerySet[Target]
    query: dict[str, str]
    weeks: int

    def url(self, name: str, **more: object) -> str:
        """A list's address with this scope and more filters."""
        told = {**self.query, **{key: str(value) for key, value in more.items()}}
        return f"{reverse(f'web:{name}')}?{urlencode(told)}"


def _scope(form: ScopeForm) -> Scope:
    data = form.cleaned_data if form.is_valid() else {}
    owner, team = data.get("owner"), data.get("team")
    owners, targets = User.objects.all(), Target.objects.filter(team__isnull=False)
    query: dict[str, str] = {}
    if team:
        owners, targets = owners.filter(team=team), targets.filter(team=team)
        query["team"] = str(team.pk)
    if owner:
        owners, targets = owners.filter(pk=owner.pk), Target.objects.filter(user=owner)
        query["owner"] = str(owner.pk)
    return Scope(owners, targets, query, data.get("weeks") or 0)


@page(Action.VIEW)
def dashboard(request: Request) -> HttpResponse:
    """One screen of figures, each a link to what it counts."""
    form = ScopeForm(request.GET)
    scope = _scope(form)
    now, today = timezone.now(), timezone.localdate()
    stages = [*Stage.objects.all()]
    deals = visible(request.user, Deal.objects.filter(owner__in=scope.owners))
    active = deals.filter(status=Deal.Status.ACTIVE)
    activities = visible(request.user, Activity.objects.filter(owner__in=scope.owners))
    keys = [stage.key for stage in stages]
    totals = figures.stage_totals(active, keys)
    since = now - dt.timedelta(weeks=scope.weeks or YEAR)
    passed = figures.conversions(deals, keys, since=since)
    weeks = figures.contacts_by_week(activities, today=today, weeks=scope.weeks or WEEKS)
    quarter = figures.Quarter.of(today)
    rate_day = rates.latest_day()
    context = {
        "form": form,
        "headline": _headline(scope, totals, with_attention(active, now), weeks),
        "funnel": _funnel(scope, stages, totals),
        "ageing": _ageing(scope, stages, figures.ageing(active, keys, now=now, bounds=AGES)),
        "weeks": _weeks(scope, weeks),
        "weeks_url": scope.url("activity_list", status="done", day_from=weeks.starts[0]),
        "map": _map(visible(request.user, Company.objects.active()), active),
        "passed": list(zip(stages, passed, strict=True)),
        "since": since,
        "attainments": _attainments(scope, quarter),
        "quarter": quarter,
        "rate": _rate(rate_day),
        "rate_day": rate_day,
        "rate_now": rates.convert(HUNDRED_YEN, "JPY", "KRW"),
        "active_url": scope.url("deal_list", status="active"),
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
            scope.url("activity_list", status="done", day_from=weeks.starts[-1]),
            _("%(count)d in %(weeks)d weeks") % {"count": weeks.total, "weeks": len(weeks.starts)},
        ),
    ]


# --- Charts ---------------------------------------------------------------------------------------


def _funnel(
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
    return replace(chart, columns=columns, rows=rows)


def _ageing(scope: Scope, stages: Sequence[Stage], ages: Sequence[figures.Ageing]) -> charts.Chart:
    younger = [_("up to %(days)d days") % {"days": AGES[0]}]
    between = [
        _("%(from)d–%(to)d days") % {"from": least + 1, "to": most}
        for least, most in pairwise(AGES)
    ]
    older = [_("over %(days)d days") % {"days": AGES[-1]}]
    rows = [
        charts.Bar(
            localname(stage),
            age.counts,
            (scope.url("deal_list", stage=stage.key, status="active", sort="moved"),)
            * len(age.counts),
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


def _weeks(scope: Scope, weeks: figures.Weeks) -> charts.Chart:
    labels = dict(Activity.Kind.choices)
    bars = [
        charts.Bar(
            str(labels[kind]),
            counts,
            tuple(
                scope.url(
                    "activity_list",
                    kind=kind,
                    status="done",
                    day_from=start,
                    day_to=start + dt.timedelta(days=6),
                )
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


def _map(companies: QuerySet[Company], deals: QuerySet[Deal]) -> charts.Chart:
    work = figures.cluster_work(companies, deals)
    places, moving = [], {}
    for row in cluster_figures(companies):
        label = localname(row.cluster)
        done = work.get(row.cluster.pk)
        moving[label] = done.deals if done else 0
        places.append(
            charts.Place(
                label,
                row.cluster.longitude,
                row.cluster.latitude,
                row.companies,
                row.change.ratio if row.change else None,
                cluster_url(row.cluster),
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


def _with_deals(chart: charts.Chart, moving: dict[str, int]) -> charts.Chart:
    """The map with the number of deals in each place's tooltip and in the table."""
    label = _("Active deals")
    for series in chart.option["series"]:
        for mark in series["data"]:
            mark["lines"].insert(1, {"label": label, "value": moving[mark["name"]], "unit": ""})
    columns = (*chart.columns[:2], charts.Column(label), *chart.columns[2:])
    rows = tuple((*row[:2], moving[str(row[0])], *row[2:]) for row in chart.rows)
    return replace(chart, columns=columns, rows=rows)


def _rate(day: dt.date) -> charts.Chart:
    days = [day - dt.timedelta(weeks=back) for back in reversed(range(RATE_WEEKS + 1))]
    points = tuple(
        (each.isoformat(), round(float(rate * HUNDRED_YEN), 1))
        for each, rate in rates.history("JPY", "KRW", days)
    )
    return charts.lines(
        "rate",
        _("KRW for 100 JPY over the last year"),
        [charts.Line(_("KRW for 100 JPY"), points)],
        x=_("Day"),
        y_unit="KRW",
    )


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
    urls = {
        Target.Metric.CONTACTS: scope.url(
            "activity_list", status="done", day_from=quarter.first, day_to=quarter.last
        ),
        Target.Metric.DEALS_OPENED: scope.url("deal_list", sort="-added"),
        Target.Metric.NOTIFIED_KRW: scope.url("deal_list", stage="notified"),
        Target.Metric.ARRIVED_KRW: scope.url("deal_list", stage="funds_arrived"),
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
