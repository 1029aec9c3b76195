"""Korean firms: the list, a firm with its plants, needs and deals, new and changed ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import charts
from crm.access import Action, allowed, visible
from crm.models import Deal, MatchFeedback
from crm.templatetags.names import localname
from crm.templatetags.regions import town
from crm.web.firms_forms import FirmForm, SiteForm
from crm.web.firms_ties import ties_of
from crm.web.likely import ANYWAY
from crm.web.listing import listing, show_list
from crm.web.once import once
from crm.web.page import Request, done, failed, invalid, page, show
from matching.figures import by_need
from matching.firm_filters import FirmFilter
from matching.firms import NAMES, InUseError, remove_firm, remove_site, same_named, with_counts
from matching.models import Firm, Match, Need, Site
from matching.rejection_figures import rejections_of
from matching.tasks import firm_changed

TAKEN_UP = 12
MOST_SAID = 8


@page(Action.VIEW)
def firm_list(request: Request) -> HttpResponse:
    """Firms with what they look for, and their plants on the map."""
    firms = visible(request.user, Firm.objects.all())
    found = FirmFilter(request.GET, queryset=firms, request=request)
    context = listing(
        request, found, with_counts(found.qs).prefetch_related("sites"), export="firms"
    )
    if not request.htmx:
        context["chart"] = _on_map(visible(request.user, Site.objects.all()))
    context |= {
        "can_edit": allowed(request.user, Action.EDIT_NEED),
        "can_import": allowed(request.user, Action.IMPORT_RECORDS),
    }
    return show_list(request, "firms/list.html", context)


@page(Action.VIEW)
def firm_detail(request: Request, pk: UUID) -> HttpResponse:
    """A firm: facts, plants, needs with how far they are, deals, and who was introduced to it."""
    firm = _firm(request, pk)
    sites = _with_needs(visible(request.user, Site.objects.filter(firm=firm)))
    needs = [
        *visible(request.user, Need.objects.filter(firm=firm))
        .select_related("capability", "site")
        .order_by(Case(When(status=Need.Status.OPEN, then=0), default=1), "start_on", "id")
    ]
    counts = by_need(needs)
    taken_up = (
        visible(request.user, Match.objects.filter(need__firm=firm))
        .exclude(status__in=(Match.Status.SUGGESTED, Match.Status.REJECTED))
        .select_related("company", "need")
        .order_by("-status_at", "-priority", "id")
    )
    context = {
        "firm": firm,
        "sites": sites.select_related("zone").order_by("region", "city", "id"),
        "chart": _on_map(sites, of_one=True),
        "ties": ties_of(firm),
        "needs": [(need, counts[need.pk]) for need in needs],
        "taken_up": taken_up[:TAKEN_UP],
        "rejections": rejections_of(
            visible(request.user, Match.objects.filter(need__firm=firm)),
            today=timezone.localdate(),
        ),
        "feedback": visible(
            request.user, MatchFeedback.objects.filter(match__need__firm=firm)
        ).select_related("match__company", "match__need", "recorded_by")[:MOST_SAID],
        "deals": visible(request.user, Deal.objects.filter(firm=firm))
        .select_related("stage", "owner")
        .order_by("-id"),
        "can_edit": allowed(request.user, Action.EDIT_NEED),
    }
    return show(request, "firms/detail.html", context)


def _with_needs(sites: QuerySet[Site]) -> QuerySet[Any]:
    """Plants with `need_count`, the open needs that name them."""
    is_open = Q(needs__status=Need.Status.OPEN)
    return sites.annotate(need_count=Count("needs", filter=is_open))


def _on_map(sites: QuerySet[Site], *, of_one: bool = False) -> charts.Chart | None:
    """The plants whose place is known, or None; those of one firm without its name."""
    known = sites.filter(latitude__isnull=False, longitude__isnull=False)
    rows = _with_needs(known).select_related("firm", "zone").order_by("-need_count", "id")
    places = [
        charts.Plant(
            _place(site) if of_one else f"{localname(site.firm)} · {_place(site)}",
            float(site.longitude or 0),
            float(site.latitude or 0),
            site.need_count,
            site.zone_id is not None,
            firm_url(site.firm),
        )
        for site in rows
    ]
    if not places:
        return None
    # Two plants in one town are told apart by a number.
    seen = Counter[str]()
    for at, place in enumerate(places):
        seen[place.label] += 1
        if seen[place.label] > 1:
            places[at] = replace(place, label=f"{place.label} ({seen[place.label]})")
    return charts.plants(
        "plant-map",
        _("Plants by open needs that name them"),
        places,
        plant=_("Plant"),
        needs=_("Open needs"),
        in_zone=_("In an investment zone"),
        elsewhere=_("Elsewhere"),
    )


def _place(site: Site) -> str:
    return town(site) or localname(site)


# --- New, changed and removed ---------------------------------------------------------------------


@page(Action.EDIT_NEED)
@once
def firm_create(request: Request) -> HttpResponse:
    """A new Korean firm; its plants and needs come next, on its page."""
    form = FirmForm(request.POST or None)
    title = _("Add a firm")
    if request.method != "POST" or not form.is_valid():
        return _firm_form(request, form, title)
    if twins := _twins(request, form, None):
        return _firm_form(request, form, title, twins=twins)
    return done(request, firm_url(form.save()), _("Firm added."))


@page(Action.EDIT_NEED)
@transaction.atomic
def firm_edit(request: Request, pk: UUID) -> HttpResponse:
    """Change a firm's facts; by its names and its group customers of companies are recognised."""
    firm = _firm(request, pk)
    form = FirmForm(request.POST or None, instance=firm)
    twins: list[Firm] = []
    if request.method == "POST" and form.is_valid():
        twins = _twins(request, form, firm)
        if not twins and form.save_edit():
            firm_changed(firm.pk)
            return done(request, firm_url(firm), _("Saved."))
    remove = reverse("web:firm_delete", args=[firm.pk])
    return _firm_form(
        request, form, _("Edit the firm"), twins=twins, back=firm_url(firm), remove=remove
    )


def _twins(request: Request, form: FirmForm, firm: Firm | None) -> list[Firm]:
    """Firms other than `firm` of a name that was typed, unless somebody said to save anyway."""
    if ANYWAY in request.POST:
        return []
    typed = [form.cleaned_data[name] for name in NAMES if name in form.changed_data]
    found = same_named(typed, besides=firm)
    return [*visible(request.user, Firm.objects.filter(pk__in=[each.pk for each in found]))]


@page(Action.EDIT_NEED)
@require_POST
def firm_delete(request: Request, pk: UUID) -> HttpResponse:
    """Take a firm away that nothing hangs on."""
    firm = _firm(request, pk)
    try:
        remove_firm(firm)
    except InUseError as error:
        return failed(request, firm_url(firm), str(error))
    return done(request, reverse("web:firm_list"), _("Removed."))


@page(Action.EDIT_NEED)
@once
def site_create(request: Request, pk: UUID) -> HttpResponse:
    """A new plant of a firm; a fictional firm's is fictional."""
    firm = _firm(request, pk)
    form = SiteForm(request.POST or None, instance=Site(firm=firm, is_demo=firm.is_demo))
    if request.method == "POST" and form.is_valid():
        form.save()
        return done(request, firm_url(firm), _("Plant added."))
    return _form(request, form, _("Add a plant"), back=firm_url(firm), of=firm)


@page(Action.EDIT_NEED)
def site_edit(request: Request, pk: UUID, site: UUID) -> HttpResponse:
    """Change a plant."""
    firm = _firm(request, pk)
    row = get_object_or_404(Site, pk=site, firm=firm)
    form = SiteForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and form.save_edit():
        return done(request, firm_url(firm), _("Saved."))
    remove = reverse("web:firm_site_delete", args=[firm.pk, row.pk])
    title = _("Edit the plant")
    return _form(request, form, title, back=firm_url(firm), of=firm, remove=remove)


@page(Action.EDIT_NEED)
@require_POST
def site_delete(request: Request, pk: UUID, site: UUID) -> HttpResponse:
    """Take a plant away that no need and no deal names."""
    firm = _firm(request, pk)
    try:
        remove_site(get_object_or_404(Site, pk=site, firm=firm))
    except InUseError as error:
        return failed(request, firm_url(firm), str(error))
    return done(request, firm_url(firm), _("Removed."))


def _firm_form(request: Request, form: FirmForm, title: str, **more: Any) -> HttpResponse:
    return _form(request, form, title, template="firms/form.html", **more)


def _form(
    request: Request,
    form: FirmForm | SiteForm,
    title: str,
    *,
    back: str = "",
    of: Firm | None = None,
    remove: str = "",
    template: str = "companies/fact_form.html",
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "record": of or "",
        "back": back or reverse("web:firm_list"),
        "remove_url": remove,
        **more,
    }
    answer = invalid if form.is_bound else show
    return answer(request, template, context)


def _firm(request: Request, pk: UUID) -> Firm:
    return get_object_or_404(visible(request.user, Firm.objects.all()), pk=pk)


def firm_url(firm: Firm) -> str:
    return reverse("web:firm_detail", args=[firm.pk])


_ONE = "firms/<uuid:pk>/"
urlpatterns = [
    path("firms/", firm_list, name="firm_list"),
    path("firms/new/", firm_create, name="firm_create"),
    path(_ONE, firm_detail, name="firm_detail"),
    path(f"{_ONE}edit/", firm_edit, name="firm_edit"),
    path(f"{_ONE}remove/", firm_delete, name="firm_delete"),
    path(f"{_ONE}sites/new/", site_create, name="firm_site_create"),
    path(f"{_ONE}sites/<uuid:site>/", site_edit, name="firm_site_edit"),
    path(f"{_ONE}sites/<uuid:site>/remove/", site_delete, name="firm_site_delete"),
]
