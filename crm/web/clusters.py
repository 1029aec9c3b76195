"""Clusters: the map with the list. The page of one is in `clusters_record`, several side by side
in `clusters_compare`."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from crm import charts
from crm.access import Action, visible
from crm.templatetags.names import localname
from crm.web import clusters_compare, clusters_record
from crm.web.page import Request, page, show
from prospects.figures import ClusterFigures, cluster_figures
from prospects.models import Cluster, Company
from prospects.register import CREDIT
from prospects.signal import Signal, signals

BANDS = (0.0, 0.10, 0.15, 0.20)
MONTHS = 12


@page(Action.VIEW)
def cluster_list(request: Request) -> HttpResponse:
    figures = cluster_figures(visible(request.user, Company.objects.all()))
    known = signals([row.cluster for row in figures], months=MONTHS)
    context = {
        "figures": figures,
        "signals": known,
        "chart": _map(figures, known),
        "credit": CREDIT if known else "",
    }
    return show(request, "clusters/list.html", context)


def _map(figures: tuple[ClusterFigures, ...], known: Mapping[UUID, Signal]) -> charts.Chart:
    places = [
        charts.Place(
            localname(row.cluster),
            row.cluster.longitude,
            row.cluster.latitude,
            row.companies,
            row.change.ratio if row.change else None,
            cluster_url(row.cluster),
            _year(known.get(row.cluster.pk)) if known else (),
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
        further=(
            (_("Opened in 12 months"), _("Gone in 12 months"), _("Cleaned up in bulk"))
            if known
            else ()
        ),
    )


def _year(signal: Signal | None) -> tuple[int | None, ...]:
    return (signal.opened, signal.gone, signal.bulk) if signal else (None, None, None)


def cluster_url(cluster: Cluster) -> str:
    return reverse("web:cluster_detail", args=[cluster.key])


urlpatterns = [
    path("clusters/", cluster_list, name="cluster_list"),
    *clusters_compare.urlpatterns,
    *clusters_record.urlpatterns,
]
