"""Up to four companies side by side for one need, also those that its musts leave out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from crm.access import Action, visible
from crm.models import Activity
from crm.outreach import with_last_contact
from crm.web.matches import shown, with_words
from crm.web.needs_compare_facts import Asked
from crm.web.needs_compare_rows import sections_of
from crm.web.page import Request, page, show
from matching.comparing import asking, held_against
from matching.models import Match, Need
from prospects.models import (
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    CooperativeMembership,
    FormerCompany,
    GroupPlan,
)

FEWEST, MOST = 2, 4


@page(Action.VIEW)
def need_compare(request: Request, pk: UUID) -> HttpResponse:
    """The companies that `?company=` names; `?only=differences` leaves out what they share."""
    needs = visible(request.user, Need.objects.select_related("firm", "capability", "site"))
    need = get_object_or_404(needs, pk=pk)
    found, missing = _named(request)
    companies = found[:MOST]
    context: dict[str, Any] = {
        "need": need,
        "companies": companies,
        "beyond": found[MOST:],
        "most": MOST,
        "missing": missing,
        "too_few": len(companies) < FEWEST,
        "choose_url": f"{reverse('web:need_detail', args=[pk])}?{_query(companies, 'compare')}",
    }
    if len(companies) >= FEWEST:
        context |= _compared(request, need, companies)
    return show(request, "needs/compare.html", context)


def _compared(request: Request, need: Need, companies: list[Company]) -> dict[str, Any]:
    certificates = [*need.certificates.all()]
    matches = shown(visible(request.user, Match.objects.of_need(need.pk)))
    held = held_against(need, companies, matches=matches, musts=asking(need, certificates))
    asked = Asked.of(need, certificates, held.credit)
    elsewhere = visible(request.user, Match.objects.all())
    sections = sections_of(asked, held.standings, elsewhere)
    only = request.GET.get("only") == "differences"
    equal = sum(not row.differs for section in sections for row in section.rows)
    if only:
        sections = [narrowed for each in sections if (narrowed := each.differing()).rows]
    stored = [each.match for each in held.standings if each.stored and each.match]
    lines = {line["match"].company_id: line for line in with_words(request, stored)}
    return {
        "sides": [
            {
                "standing": each,
                "company": each.company,
                "line": lines.get(each.company.pk),
                "without": f"?{_query((c for c in companies if c != each.company), 'company')}",
            }
            for each in held.standings
        ],
        "sections": sections,
        "only": only,
        "equal": equal,
        "all_url": f"?{_query(companies, 'company')}",
        "only_url": f"?{_query(companies, 'company')}&only=differences",
    }


def _named(request: Request) -> tuple[list[Company], int]:
    """The companies of the address in its order, each once, and how many it names in vain.

    The address of a company that was merged away leads to its successor, as elsewhere.
    """
    asked = dict.fromkeys(request.GET.getlist("company"))
    keys = {text: _uuid(text) for text in asked}
    known = _facts(request, {key for key in keys.values() if key})
    lost = {key for key in keys.values() if key and key not in known}
    if lost:
        former = FormerCompany.objects.filter(pk__in=lost).values_list("pk", "successor_id")
        heirs = dict(former)
        later = _facts(request, {*heirs.values()})
        known |= {old: later[heir] for old, heir in heirs.items() if heir in later}
    found = [known.get(key) if key else None for key in keys.values()]
    return [*dict.fromkeys(each for each in found if each)], found.count(None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _facts(request: Request, keys: set[UUID]) -> dict[UUID, Company]:
    """Companies that the reader may see, with all that a comparison says of them."""
    companies = with_last_contact(visible(request.user, Company.objects.filter(pk__in=keys)))
    ahead = visible(request.user, Activity.objects.planned()).order_by("planned_for")
    plans = GroupPlan.objects.exclude(stage__in=GroupPlan.ENDED).order_by("-pk")
    related = (
        Prefetch("company_capabilities", CompanyCapability.objects.select_related("capability")),
        Prefetch("company_certificates", CompanyCertificate.objects.select_related("certificate")),
        Prefetch(
            "customers",
            CompanyCustomer.objects.order_by(F("share_percent").desc(nulls_last=True), "name"),
        ),
        Prefetch("financials", CompanyFinancials.objects.order_by("-fiscal_year")),
        Prefetch("memberships", CooperativeMembership.objects.select_related("cooperative")),
        Prefetch("memberships__cooperative__plans", plans),
        Prefetch("activities", ahead, to_attr="ahead"),
    )
    found = companies.select_related("cluster", "intent", "coverage__owner")
    return {each.pk: each for each in found.prefetch_related(*related)}


def picked(request: Request) -> list[Company]:
    """The companies chosen before, as the need's page names them in `?compare=`."""
    keys = {key for text in request.GET.getlist("compare") if (key := _uuid(text))}
    if not keys:
        return []
    return [*visible(request.user, Company.objects.filter(pk__in=keys))[:MOST]]


def _query(companies: Iterable[Company], name: str) -> str:
    return urlencode([(name, each.pk) for each in companies])


urlpatterns = [path("needs/<uuid:pk>/compare/", need_compare, name="need_compare")]
