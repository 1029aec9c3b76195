"""The page of a cluster: what it can do, how it shrinks, and what is under way there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import charts
from crm.access import Action, visible
from crm.cluster_work import covering
from crm.models import Activity, Deal
from crm.web.clusters_signal import register_signal
from crm.web.companies import listed
from crm.web.page import Request, page, show
from prospects.figures import (
    REGISTER_CAP,
    Census,
    Change,
    census_of,
    covered_together,
    registered_companies,
)
from prospects.models import Cluster, Company, SupportProgramme
from prospects.register.facts import CREDIT

COMPANIES, LINES = 8, 6
PROCESSES = 12


@page(Action.VIEW)
def cluster_detail(request: Request, key: str) -> HttpResponse:
    cluster = get_object_or_404(Cluster, key=key)
    members = visible(request.user, Company.objects.in_cluster(cluster))
    census = census_of(cluster)
    context = {
        "cluster": cluster,
        "census": census,
        "chart": _census_chart(census) if census.series else None,
        "change_charts": [
            (_change_chart(f"change-{place}", each), each)
            for place, each in enumerate(census.changes)
        ],
        "cooperatives": cluster.cooperatives.order_by("name_ja", "pk"),
        "moves": cluster.reported_moves.all(),
        "registered": registered_companies(cluster.municipality_codes),
        "registered_cap": REGISTER_CAP,
        "credit": CREDIT,
        **_members(members),
        **_work(request, cluster),
        **_programmes(cluster),
        **register_signal(cluster),
    }
    return show(request, "clusters/detail.html", context)


def _members(members: QuerySet[Company]) -> dict[str, Any]:
    processes = covered_together(members)
    owners = covering(members)
    count = members.count()
    return {
        "members": listed(members).order_by("-id")[:COMPANIES],
        "member_count": count,
        "processes": processes[:PROCESSES],
        "more_processes": processes[PROCESSES:],
        "most_in_process": processes[0].companies if processes else 0,
        "owners": owners,
        "uncovered": count - sum(row.companies for row in owners),
    }


def _work(request: Request, cluster: Cluster) -> dict[str, Any]:
    """The activities and deals of the cluster's companies, counted and the nearest ones."""
    about = Activity.objects.filter(company__cluster=cluster).select_related(
        "company", "cooperative", "deal", "need", "campaign", "owner"
    )
    activities = visible(request.user, about)
    planned, done = activities.planned(), activities.done()  # type: ignore[attr-defined]
    deals = visible(
        request.user,
        Deal.objects.active().filter(
            pk__in=Deal.investors.through.objects.filter(company__cluster=cluster).values("deal")
        ),
    )
    return {
        "planned": planned.order_by("planned_for", "id")[:LINES],
        "planned_count": planned.count(),
        "done": done.order_by("-at", "-id")[:LINES],
        "deals": deals.select_related("stage", "firm").order_by("-stage__position", "-stage_since")[
            :LINES
        ],
        "deal_count": deals.count(),
        "now": timezone.now(),
    }


def _programmes(cluster: Cluster) -> dict[str, Any]:
    own = [*SupportProgramme.objects.filter(clusters=cluster)]
    everywhere = [*SupportProgramme.objects.filter(clusters=None)]
    sources = {(each.source, each.as_of) for each in (*own, *everywhere)}
    return {
        "programmes": own,
        "everywhere": everywhere,
        # Said once below the list where all have the same.
        "one_source": next(iter((*own, *everywhere))) if len(sources) == 1 else None,
    }


def _census_chart(census: Census) -> charts.Chart:
    lines = [charts.Line(threshold(each.min_employees), each.points) for each in census.series]
    return charts.census("census", _("Factories by census year"), lines, year=_("Census year"))


def threshold(least: int) -> str:
    """The words of a size threshold."""
    words = ngettext(
        "Factories with %(least)d employee or more",
        "Factories with %(least)d employees or more",
        least,
    )
    return words % {"least": least}


def _change_chart(key: str, change: Change) -> charts.Chart:
    """Where the source gives no counts but a change, that is drawn: the earlier census as 100."""
    before = ngettext("%(years)d year earlier", "%(years)d years earlier", change.years)
    return charts.change(
        key,
        _("Change of the number of factories, the earlier census as 100"),
        before % {"years": change.years},
        _("Latest census of the source"),
        change.ratio,
        step=_("Census"),
        index=_("Index"),
    )


urlpatterns = [path("clusters/<slug:key>/", cluster_detail, name="cluster_detail")]
