"""The national register: search it, look at an entry, make it a prospect."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.register_watching import see_tracked
from crm.web.companies import company_url
from crm.web.likely import to_ask_about
from crm.web.listing import show_list
from crm.web.page import Request, back_to, done, failed, go, invalid, page, show
from crm.web.register_pages import register_pages
from crm.web.register_record import tracked_urls
from matching.tasks import companies_changed, company_changed
from prospects.companies import cluster_of
from prospects.figures import register_state
from prospects.models import Cooperative, RegisterEntry
from prospects.register import (
    CREDIT,
    DeletedEntryError,
    TooManyError,
    is_cooperative,
    registered_fields,
    track,
    track_many,
)
from prospects.register_filters import RegisterFilter


@page(Action.VIEW)
def register_list(request: Request) -> HttpResponse:
    entries = visible(request.user, RegisterEntry.objects.all())
    found = RegisterFilter(request.GET, queryset=entries, request=request)
    context: dict[str, Any] = {"filter": found, "credit": CREDIT, "state": register_state()}
    if found.asks and context["state"].is_loaded:
        context |= register_pages(request, found)
        rows = context["rows"]
        context |= {
            "tracked": tracked_urls(request, [row.corporate_number for row in rows]),
            "cooperatives": {row.corporate_number for row in rows if is_cooperative(row)},
            "can_add": allowed(request.user, Action.ADD_COMPANY),
        }
    return show_list(request, "register/list.html", context)


@page(Action.VIEW)
def register_detail(request: Request, number: str) -> HttpResponse:
    entry = get_object_or_404(RegisterEntry, pk=number)
    successor = RegisterEntry.objects.filter(pk=entry.successor_number or None).first()
    context = {
        "entry": entry,
        "successor": successor,
        "tracked": tracked_urls(request, [number]).get(number, ""),
        "is_cooperative": is_cooperative(entry),
        "can_add": allowed(request.user, Action.ADD_COMPANY),
        "cluster": cluster_of(entry.municipality_code),
        "credit": CREDIT,
    }
    return show(request, "register/detail.html", context)


@page(Action.ADD_COMPANY)
@require_POST
def register_track(request: Request, number: str) -> HttpResponse:
    """Make an entry a prospect, with all that the register knows of it and its source."""
    entry = get_object_or_404(RegisterEntry, pk=number)
    if known := tracked_urls(request, [number]).get(number):
        return done(request, known, _("This one is tracked already."))
    if entry.process != entry.Process.DELETED and not is_cooperative(entry):
        facts = {**registered_fields(entry)}
        if duplicates := to_ask_about(request, facts):
            context = {"entry": entry, "duplicates": duplicates}
            return invalid(request, "register/likely.html", context)
    try:
        record = track(entry)
    except DeletedEntryError:
        back = reverse("web:register_detail", args=[number])
        return done(request, back, _("Deleted from the register: nothing is known of it any more."))
    except ValidationError:
        # Somebody else was faster, or the company is one that this reader does not see.
        return go(request, reverse("web:company_list"))
    see_tracked([number], by=request.user, now=timezone.now())
    if isinstance(record, Cooperative):
        url = reverse("web:cooperative_detail", args=[record.pk])
        return done(request, url, _("Now tracked, with what the register knows."))
    company_changed(record.pk)
    return done(request, company_url(record), _("Now a prospect, with what the register knows."))


@page(Action.ADD_COMPANY)
@require_POST
def register_track_many(request: Request) -> HttpResponse:
    """Make the chosen entries prospects; those left out are shown with the reason."""
    back = back_to(request, reverse("web:register_list"))
    numbers = {*request.POST.getlist("number")}
    if not numbers:
        return failed(request, back, _("Choose at least one entry."))
    try:
        made = track_many(numbers)
    except TooManyError as error:
        return failed(request, back, str(error))
    companies_changed(company.pk for company in made.companies)
    see_tracked(numbers, by=request.user, now=timezone.now())
    count = len(made.companies) + len(made.cooperatives)
    text = ngettext("%(count)d is now tracked.", "%(count)d are now tracked.", count)
    if not made.left_out:
        return done(request, back, text % {"count": count})
    return show(request, "register/tracked.html", {"made": made, "count": count, "back": back})


urlpatterns = [
    path("register/", register_list, name="register_list"),
    path("register/track/", register_track_many, name="register_track_many"),
    path("register/<slug:number>/", register_detail, name="register_detail"),
    path("register/<slug:number>/track/", register_track, name="register_track"),
]
