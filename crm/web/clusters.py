"""Clusters: the map with the list, and the page of each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import charts
from crm.access import Action, visible
from crm.templatetags.names import localname
from crm.web.companies import listed
from crm.web.page import Request, page, show
from prospects.figures import (
    REGISTER_CAP,
    Census,
    Change,
    ClusterFigures,
    census_of,
    cluster_figures,
    registered_companies,
)
from prospects.models import Cluster, Company, SupportProgramme
from prospects.register.facts import CREDIT

SHOWN = 10
BANDS = (0.0, 0.10, 0.15, 0.20)


@page(Action.VIEW)
def cluster_list(request: Request) -> HttpResponse:
    figures = cluster_figures(visible(request.user, Company.objects.all()))
    context = {"figures": figures, "chart": _map(figures)}
    return show(request, "clusters/list.html", context)


def _map(figures: tuple[ClusterFigures, ...]) -> charts.Chart:
    places = [
        charts.Place(
            localname(row.cluster),
            row.cluster.longitude,
            row.cluster.latitude,
            row.companies,
            row.change.ratio if row.change else None,
            cluster_url(row.cluster),
        )
        for row in figures
    ]
    bands = [
        charts.Band(
            _("down by %(percent)s%% or more") % {"percent": round(least * 100)}
            if least
            else _("down by less than 10%"),
            least,
        )
        for least in BANDS
    ]
    return charts.clusters(
        "cluster-map",
        _("Clusters by companies tracked and by change of factories"),
        places,
        bands,
        cluster=_("Cluster"),
        prospects=_("Companies tracked"),
        change=_("Factories"),
        unknown=_("No census figure"),
    )


@page(Action.VIEW)
def cluster_detail(request: Request, key: str) -> HttpResponse:
    cluster = get_object_or_404(Cluster, key=key)
    members = visible(request.user, Company.objects.in_cluster(cluster))
    census = census_of(cluster)
    own = [*SupportProgramme.objects.filter(clusters=cluster)]
    everywhere = [*SupportProgramme.objects.filter(clusters=None)]
    sources = {(each.source, each.as_of) for each in (*own, *everywhere)}
    context = {
        "cluster": cluster,
        "census": census,
        "chart": _census_chart(census) if census.series else None,
        "change_charts": [
            _change_chart(f"change-{place}", each) for place, each in enumerate(census.changes)
        ],
        "members": listed(members).order_by("-id")[:SHOWN],
        "member_count": members.count(),
        "cooperatives": cluster.cooperatives.order_by("name_ja", "pk"),
        "moves": cluster.reported_moves.all(),
        "programmes": own,
        "everywhere": everywhere,
        # Said once below the list where all have the same.
        "one_source": next(iter((*own, *everywhere))) if len(sources) == 1 else None,
        "registered": registered_companies(cluster.municipality_codes),
        "registered_cap": REGISTER_CAP,
        "credit": CREDIT,
    }
    return show(request, "clusters/detail.html", context)


def _census_chart(census: Census) -> charts.Chart:
    lines = [
        charts.Line(
            ngettext(
                "Factories with %(least)d employee or more",
                "Factories with %(least)d employees or more",
                series.min_employees,
            )
            % {"least": series.min_employees},
            series.points,
        )
        for series in census.series
    ]
    return charts.census("census", _("Factories by census year"), lines, year=_("Census year"))


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


def cluster_url(cluster: Cluster) -> str:
    return reverse("web:cluster_detail", args=[cluster.key])


urlpatterns = [
    path("clusters/", cluster_list, name="cluster_list"),
    path("clusters/<slug:key>/", cluster_detail, name="cluster_detail"),
]
