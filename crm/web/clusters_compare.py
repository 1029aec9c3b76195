"""Two to four clusters side by side: the same figures in the same row, like with like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import charts
from crm.access import Action, visible
from crm.cluster_work import Comparison, Side, compared
from crm.models import Activity, Deal
from crm.templatetags.names import localname
from crm.web.clusters_record import threshold
from crm.web.page import Request, page, show
from prospects.figures import Change
from prospects.models import Capability, Cluster, Company

FEWEST, MOST = 2, 4
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Measure:
    """A row of counts: one for each cluster, with the address of its records."""

    label: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ChangeRow:
    """Changes of factories under one threshold, over as many years: only these compare.

    `change` is one of them, for the words; a cell is None where the cluster has no such figure.
    """

    change: Change
    cells: tuple[Change | None, ...]


@page(Action.VIEW)
def cluster_compare(request: Request) -> HttpResponse:
    everyone = [*Cluster.objects.order_by("key")]
    asked = dict.fromkeys(request.GET.getlist("cluster"))
    known = {cluster.key: cluster for cluster in everyone}
    chosen = [known[key] for key in asked if key in known]
    sides = chosen[:MOST]
    context = {
        "everyone": everyone,
        "chosen": {cluster.key for cluster in sides},
        "too_few": bool(asked) and len(chosen) < FEWEST,
        "too_many": len(chosen) > MOST,
        "most": MOST,
    }
    if len(sides) >= FEWEST:
        since = timezone.localdate() - YEAR
        found = compared(
            sides,
            companies=visible(request.user, Company.objects.all()),
            deals=visible(request.user, Deal.objects.active()),
            activities=visible(request.user, Activity.objects.all()),
            since=since,
        )
        context |= {
            "sides": found.sides,
            "measures": _measures(found.sides, since),
            "changes": _changes(found.sides),
            "charts": _charts(found.sides),
            "processes": _processes(found),
        }
    return show(request, "clusters/compare.html", context)


def _measures(sides: Sequence[Side], since: dt.date) -> list[Measure]:
    def row(label: str, count: Callable[[Side], int], name: str, **more: object) -> Measure:
        return Measure(
            label, tuple((count(side), _list(name, side.cluster, **more)) for side in sides)
        )

    done = {"status": Activity.Status.DONE.value, "day_from": since}
    return [
        row(_("Companies tracked"), lambda s: s.companies, "company_list"),
        row(_("with an owner"), lambda s: s.covered, "company_list", covered="true"),
        row(_("with plans to go abroad"), lambda s: s.planning, "company_list", intent="true"),
        row(_("Cooperatives"), lambda s: s.cooperatives, "cooperative_list"),
        row(_("Active deals"), lambda s: s.deals, "deal_list", status=Deal.Status.ACTIVE.value),
        row(_("Contacts in the last 12 months"), lambda s: s.contacts, "activity_list", **done),
        row(
            _("Next steps planned"),
            lambda s: s.planned,
            "activity_list",
            status=Activity.Status.PLANNED.value,
        ),
        row(
            _("Programmes of its own"),
            lambda s: s.programmes,
            "programme_list",
            nationwide="false",
        ),
    ]


def _list(name: str, cluster: Cluster, **more: object) -> str:
    """A list narrowed to a cluster."""
    return f"{reverse(f'web:{name}')}?{urlencode({'cluster': cluster.key, **more})}"


def _changes(sides: Sequence[Side]) -> list[ChangeRow]:
    kinds: dict[tuple[int | None, int], Change] = {}
    for side in sides:
        for change in side.census.changes:
            kinds.setdefault((change.min_employees, change.years), change)
    known = [
        {(change.min_employees, change.years): change for change in side.census.changes}
        for side in sides
    ]
    ordered = sorted(kinds.items(), key=lambda item: (item[0][0] is None, item[0]))
    return [ChangeRow(change, tuple(each.get(kind) for each in known)) for kind, change in ordered]


def _charts(sides: Sequence[Side]) -> list[charts.Chart]:
    """One chart a size threshold; in it one line a cluster that has such counts."""
    lines: dict[int, list[charts.Line]] = {}
    for side in sides:
        for series in side.census.series:
            line = charts.Line(localname(side.cluster), series.points)
            lines.setdefault(series.min_employees, []).append(line)
    return [
        charts.census(f"census-{least}", threshold(least), lines[least], year=_("Census year"))
        for least in sorted(lines)
    ]


def _processes(found: Comparison) -> list[tuple[Capability, Measure]]:
    def cells(capability: Capability) -> tuple[tuple[int, str], ...]:
        return tuple(
            (
                side.capabilities.get(capability.pk, 0),
                _list("company_list", side.cluster, capability=capability.key),
            )
            for side in found.sides
        )

    return [(each, Measure(localname(each), cells(each))) for each in found.capabilities]


urlpatterns = [path("clusters/compare/", cluster_compare, name="cluster_compare")]
