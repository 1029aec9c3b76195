"""The record page of a company: facts on the left, what happened and what fits on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.access import Action, allowed, visible
from crm.following import is_followed
from crm.models import DealInvestor
from crm.templatetags.matches import LABELS
from crm.templatetags.materials import material_names
from crm.timeline import planned_for, timeline_of
from crm.web.matches import shown, with_words
from crm.web.packages_kept import kept_rows
from crm.web.page import Request, moment_in, page, show
from crm.web.readiness import cards_of
from crm.web.register_record import standing
from crm.web.successors import company_or_404
from matching.models import Match
from matching.rejection_figures import doubts, rejections_of
from prospects.models import Capability, Company, CompanyCapability, Contact

MOST_MATCHES = 30

TABS = {
    "timeline": _("Timeline"),
    "capabilities": _("Capabilities"),
    "business": _("Business"),
    "readiness": _("Readiness"),
    "contacts": _("Contacts"),
    "matches": _("Matches"),
    "deals": _("Deals"),
}


@page(Action.VIEW)
def company_detail(request: Request, pk: UUID) -> HttpResponse:
    companies = Company.objects.select_related("cluster", "intent", "coverage__owner")
    company = company_or_404(request, pk, companies)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "timeline"
    context: dict[str, Any] = {
        "company": company,
        "tab": tab,
        "tab_template": f"companies/tabs/{tab}.html",
        "can_edit": allowed(request.user, Action.EDIT_COMPANY, company),
        "can_log": allowed(request.user, Action.LOG_ACTIVITY),
        "can_open_deal": allowed(request.user, Action.OPEN_DEAL),
        "can_share": allowed(request.user, Action.SHARE, company),
        "can_merge": allowed(request.user, Action.MERGE),
        **CONTENTS[tab](request, company),
    }
    if request.htmx.target == "timeline-more":
        return show(request, "companies/timeline_entries.html", context)
    context["tabs"] = _tabs(company)
    if request.htmx.target != "record-tab":
        context |= {
            "intent": getattr(company, "intent", None),
            "owner": getattr(getattr(company, "coverage", None), "owner", None),
            "former": [*company.former.all()],
            "memberships": company.memberships.select_related("cooperative").order_by("pk"),
            # What is done in the industry, where the taxonomy knows its code.
            "industry": Capability.objects.filter(jsic_codes__contains=[company.jsic_code]),
            "followed": is_followed(company, by=request.user),
            "can_assign": allowed(request.user, Action.ASSIGN, company),
            **standing(request, company),
            "readiness": context.get("readiness") or cards_of(company),
        }
    return show(request, "companies/detail.html", context, partial="tab")


def _tabs(company: Company) -> list[tuple[str, Any, int | None]]:
    """Each tab with its label and, where it is a list, how many it holds; in one query."""
    counted = {
        "capabilities": _count(CompanyCapability.objects.all()),
        "contacts": _count(Contact.objects.all()),
        "matches": _count(Match.objects.standing()),
        "deals": _count(DealInvestor.objects.all()),
    }
    named = {f"count_{key}": count for key, count in counted.items()}
    found: Any = Company.objects.filter(pk=company.pk).values(**named)[0]
    return [(key, label, found.get(f"count_{key}")) for key, label in TABS.items()]


def _count(rows: models.QuerySet[Any]) -> Coalesce:
    of_company = rows.filter(company=OuterRef("pk")).order_by().values("company")
    return Coalesce(Subquery(of_company.annotate(n=Count("pk")).values("n")), 0)


# --- What each tab shows --------------------------------------------------------------------------


def _timeline(request: Request, company: Company) -> dict[str, Any]:
    before = moment_in(request.GET.get("before", ""))
    only = request.GET.get("show") == "contacts"
    return {
        "timeline": timeline_of(company, before=before, edits=not only),
        "planned": [] if before else planned_for(company),
        "only_contacts": only,
        "log_query": f"company={company.pk}",
        "now": timezone.now(),
    }


def _capabilities(request: Request, company: Company) -> dict[str, Any]:
    skills = company.company_capabilities.select_related("capability")
    return {
        "skills": skills.order_by("capability__position", "pk"),
        "certificates": company.company_certificates.select_related("certificate"),
        "material_names": material_names(),
        "today": timezone.localdate(),
    }


def _business(request: Request, company: Company) -> dict[str, Any]:
    return {
        "customers": company.customers.order_by(
            models.F("share_percent").desc(nulls_last=True), "name"
        ),
        "bases": company.overseas_bases.all(),
        "years": company.financials.all(),
        "programme_uses": company.programme_uses.select_related("programme"),
    }


def _readiness(request: Request, company: Company) -> dict[str, Any]:
    return {"readiness": cards_of(company)}


def _contacts(request: Request, company: Company) -> dict[str, Any]:
    return {"contacts": company.contacts.all()}


def _matches(request: Request, company: Company) -> dict[str, Any]:
    matches = Match.objects.filter(company=company).ranked()
    today = timezone.localdate()
    again = shown(visible(request.user, matches.to_look_again(today)))
    standing = shown(visible(request.user, matches.standing()))
    lines = with_words(request, [*standing[:MOST_MATCHES]])
    return {
        "lines": lines,
        "has_skills": bool(lines) or company.company_capabilities.exists(),
        "again": with_words(request, [*again[:MOST_MATCHES]]),
        "rejections": rejections_of(visible(request.user, matches), today=today),
        "packages": visible(request.user, kept_rows(Q(package_members__company=company))),
        "doubts": [(doubt, LABELS[doubt.part]) for doubt in doubts(company.pk)],
    }


def _deals(request: Request, company: Company) -> dict[str, Any]:
    parts = company.deal_investors.select_related(
        "deal__stage", "deal__owner", "deal__firm", "deal__need"
    )
    return {"parts": parts.order_by("-deal__id")}


CONTENTS: dict[str, Callable[[Request, Company], dict[str, Any]]] = {
    "timeline": _timeline,
    "capabilities": _capabilities,
    "business": _business,
    "readiness": _readiness,
    "contacts": _contacts,
    "matches": _matches,
    "deals": _deals,
}

urlpatterns = [path("companies/<uuid:pk>/", company_detail, name="company_detail")]
