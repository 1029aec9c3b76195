"""The register on the page of a tracked record: flag, successor, facts that differ."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import register_review
from crm.access import Action, allowed, require, visible
from crm.register_review import ReviewError, standing_of
from crm.web.page import Request, done, failed, page
from matching.tasks import company_changed
from prospects.models import Company, Cooperative, RegisterEntry, StaleRecordError
from prospects.register import CREDIT


def standing(request: Request, record: Company | Cooperative) -> dict[str, Any]:
    """What the page of a record needs to say how it stands in the register."""
    found = standing_of(record)
    if found is None:
        return {}
    noun = str(record._meta.model_name)
    context: dict[str, Any] = {
        "standing": found,
        "standing_credit": CREDIT,
        "review_url": reverse(f"web:{noun}_register_review", args=[record.pk]),
    }
    if found.is_gone and found.successor:
        number = found.successor.corporate_number
        context["successor_url"] = tracked_urls(request, [number]).get(number, "")
        context["can_track_successor"] = (
            allowed(request.user, Action.ADD_COMPANY)
            and found.successor.process != RegisterEntry.Process.DELETED
        )
    return context


def tracked_urls(request: Request, numbers: list[str]) -> dict[str, str]:
    """Corporate number → address of the company or cooperative that is tracked already."""
    found: dict[str, str] = {}
    nouns: tuple[tuple[type[Company | Cooperative], str], ...] = (
        (Company, "web:company_detail"),
        (Cooperative, "web:cooperative_detail"),
    )
    for noun, view in nouns:
        known = visible(request.user, noun.objects.filter(corporate_number__in=numbers))
        for number, pk in known.values_list("corporate_number", "pk"):
            found[str(number)] = reverse(view, args=[pk])
    return found


@page(Action.EDIT_COMPANY)
@require_POST
def company_register_review(request: Request, pk: UUID) -> HttpResponse:
    """Take a registered fact of a company over, or keep ours against it."""
    company = get_object_or_404(visible(request.user, Company.objects.all()), pk=pk)
    require(request.user, Action.EDIT_COMPANY, company)
    return _review(request, company, reverse("web:company_detail", args=[pk]))


@page(Action.EDIT_COMPANY)
@require_POST
def cooperative_register_review(request: Request, pk: UUID) -> HttpResponse:
    """Take a registered fact of a cooperative over, or keep ours against it."""
    cooperative = get_object_or_404(visible(request.user, Cooperative.objects.all()), pk=pk)
    return _review(request, cooperative, reverse("web:cooperative_detail", args=[pk]))


def _review(request: Request, record: Company | Cooperative, back: str) -> HttpResponse:
    fact, registered = request.POST.get("fact", ""), request.POST.get("registered", "")
    try:
        if request.POST.get("answer") == "take":
            register_review.take_over(record, fact=fact, registered=registered)
            if isinstance(record, Company):
                company_changed(record.pk)
            return done(request, back, _("Taken over from the register."))
        register_review.keep(record, fact=fact, registered=registered, by=request.user)
    except (ReviewError, StaleRecordError) as error:
        return failed(request, back, str(error))
    return done(request, back, _("Kept. It is asked again when the register changes."))


urlpatterns = [
    path("companies/<uuid:pk>/register/", company_register_review, name="company_register_review"),
    path(
        "cooperatives/<uuid:pk>/register/",
        cooperative_register_review,
        name="cooperative_register_review",
    ),
]
