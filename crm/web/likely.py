"""Asking once before a company is saved that is probably here already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import path

from crm.access import Action, visible
from crm.web.fields import CorporateNumberField
from crm.web.page import Request, page, show
from prospects.duplicates import Duplicate, candidate, likely_duplicates
from prospects.models import Company

#: The button that saves all the same sends this.
ANYWAY = "anyway"
# More than these are a crowd of one name, not a warning.
_MOST = 5


def likely(request: Request, fields: Mapping[str, Any]) -> Sequence[Duplicate]:
    """The companies that one with these fields (`name_ja`, `city`, …) probably is."""
    seen = visible(request.user, Company.objects.all())
    return likely_duplicates([candidate("new", fields)], among=seen)[:_MOST]


def to_ask_about(request: Request, fields: Mapping[str, Any]) -> Sequence[Duplicate]:
    """The same, unless the form was sent with the button that says to save anyway."""
    return [] if ANYWAY in request.POST else likely(request, fields)


@page(Action.ADD_COMPANY)
def company_likely(request: Request) -> HttpResponse:
    """What is probably here already, while somebody types a new company."""
    typed = {name: str(request.GET[name]).strip() for name in request.GET}
    try:
        typed["corporate_number"] = (
            CorporateNumberField().to_python(typed.get("corporate_number", "")) or ""
        )
    except ValidationError:
        typed["corporate_number"] = ""
    return show(request, "duplicates/likely.html", {"duplicates": likely(request, typed)})


urlpatterns = [path("companies/likely/", company_likely, name="company_likely")]
