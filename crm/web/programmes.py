"""Support programmes of the Japanese side: who offers what to whom, and which prospects use it."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from crm.access import Action, allowed, visible
from crm.web.listing import listing, paged, show_list
from crm.web.page import Request, page, show
from prospects.models import Company, ProgrammeUse, SupportProgramme
from prospects.programme_filters import ProgrammeFilter


def _with_uses(request: Request) -> QuerySet[SupportProgramme]:
    """Programmes with `use_count`: how many of the companies that one may see use it."""
    companies = visible(request.user, Company.objects.all()).order_by()
    uses = ProgrammeUse.objects.filter(
        programme=OuterRef("pk"), company__in=companies.values("pk")
    ).order_by()
    counts = uses.values("programme").annotate(n=Count("pk")).values("n")
    return visible(request.user, SupportProgramme.objects.all()).annotate(
        use_count=Coalesce(Subquery(counts), 0)
    )


@page(Action.VIEW)
def programme_list(request: Request) -> HttpResponse:
    found = ProgrammeFilter(request.GET, queryset=_with_uses(request), request=request)
    context = listing(request, found, found.qs.prefetch_related("clusters"), export="programmes")
    rows: list[SupportProgramme] = [*context["rows"]]
    context["one_source"] = _one_source(rows)
    return show_list(request, "programmes/list.html", context)


def _one_source(rows: list[SupportProgramme]) -> SupportProgramme | None:
    """A programme whose source is that of all; None where they differ."""
    sources = {(row.source, row.as_of) for row in rows}
    return rows[0] if len(sources) == 1 else None


@page(Action.VIEW)
def programme_detail(request: Request, key: str) -> HttpResponse:
    programmes = _with_uses(request).prefetch_related("clusters")
    programme = get_object_or_404(programmes, key=key)
    companies = visible(request.user, Company.objects.all()).order_by()
    uses = ProgrammeUse.objects.filter(programme=programme, company__in=companies.values("pk"))
    context = {
        "programme": programme,
        "can_edit": allowed(request.user, Action.EDIT_REFERENCE),
        **paged(
            request,
            uses.select_related("company__cluster", "company__coverage__owner"),
            order=("-since", "-id"),
        ),
    }
    return show(request, "programmes/detail.html", context)


urlpatterns = [
    path("programmes/", programme_list, name="programme_list"),
    path("programmes/<slug:key>/", programme_detail, name="programme_detail"),
]
