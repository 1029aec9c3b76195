"""Cooperatives: the list, the record page, their members, plans and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crm.access import Action, allowed, visible
from crm.following import is_followed
from crm.models import Activity
from crm.timeline import planned_for, timeline_of
from crm.web import facts
from crm.web.companies_forms import ContactForm
from crm.web.cooperatives_forms import CooperativeForm, MembershipForm, PlanForm
from crm.web.cooperatives_overview import overview
from crm.web.facts import Fact
from crm.web.listing import listing, show_list
from crm.web.once import once
from crm.web.page import Request, done, invalid, moment_in, page, show
from crm.web.register_record import standing
from matching.tasks import companies_changed
from prospects.figures import covered_together
from prospects.filters import CooperativeFilter
from prospects.models import (
    Contact,
    Cooperative,
    CooperativeMembership,
    GroupPlan,
)

# --- List -----------------------------------------------------------------------------------------


def _listed(cooperatives: models.QuerySet[Cooperative]) -> models.QuerySet[Cooperative]:
    members = CooperativeMembership.objects.filter(cooperative=OuterRef("pk")).order_by()
    count = members.values("cooperative").annotate(n=Count("pk")).values("n")
    made = Activity.objects.done().filter(cooperative=OuterRef("pk")).order_by("-at").values("at")
    plans = GroupPlan.objects.exclude(stage__in=GroupPlan.ENDED).order_by("-id")
    return (
        cooperatives.annotate(
            member_count=Coalesce(Subquery(count), 0), last_contact=Subquery(made[:1])
        )
        .select_related("cluster")
        .prefetch_related(Prefetch("plans", queryset=plans, to_attr="open_plans"))
    )


@page(Action.VIEW)
def cooperative_list(request: Request) -> HttpResponse:
    cooperatives = visible(request.user, Cooperative.objects.all())
    found = CooperativeFilter(request.GET, queryset=cooperatives, request=request)
    context = listing(request, found, _listed(found.qs), export="cooperatives")
    context |= {
        "can_add": allowed(request.user, Action.ADD_COMPANY),
        "can_import": allowed(request.user, Action.IMPORT_RECORDS),
        "nothing_at_all": not context["rows"] and not cooperatives.exists(),
        "today": timezone.localdate(),
    }
    return show_list(request, "cooperatives/list.html", context)


# --- Record page ----------------------------------------------------------------------------------

TABS = {
    "overview": _("Plans and members"),
    "timeline": _("Timeline"),
    "contacts": _("Contacts"),
    "deals": _("Deals"),
}


@page(Action.VIEW)
def cooperative_detail(request: Request, pk: UUID) -> HttpResponse:
    cooperative = _cooperative(request, pk)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "overview"
    context: dict[str, Any] = {
        "cooperative": cooperative,
        "tab": tab,
        "tabs": TABS.items(),
        "tab_template": f"cooperatives/tabs/{tab}.html",
        "can_edit": allowed(request.user, Action.EDIT_COMPANY),
        "can_import": allowed(request.user, Action.IMPORT_RECORDS),
        "can_log": allowed(request.user, Action.LOG_ACTIVITY),
        "can_open_deal": allowed(request.user, Action.OPEN_DEAL),
        **CONTENTS[tab](request, cooperative),
    }
    if request.htmx.target == "timeline-more":
        return show(request, "companies/timeline_entries.html", context)
    if request.htmx.target != "record-tab":
        members = visible(request.user, cooperative.members.all())
        context["followed"] = is_followed(cooperative, by=request.user)
        context["covered"] = covered_together(members)
        context["member_count"] = members.count()
        context |= standing(request, cooperative)
    return show(request, "cooperatives/detail.html", context, partial="tab")


def _timeline(request: Request, cooperative: Cooperative) -> dict[str, Any]:
    before = moment_in(request.GET.get("before", ""))
    only = request.GET.get("show") == "contacts"
    return {
        "timeline": timeline_of(cooperative, before=before, edits=not only),
        "planned": [] if before else planned_for(cooperative),
        "only_contacts": only,
        "log_query": f"cooperative={cooperative.pk}",
        "now": timezone.now(),
    }


def _contacts(request: Request, cooperative: Cooperative) -> dict[str, Any]:
    return {"contacts": cooperative.contacts.all()}


def _deals(request: Request, cooperative: Cooperative) -> dict[str, Any]:
    deals = cooperative.deals.select_related("stage", "owner", "firm")
    return {"deals": visible(request.user, deals).order_by("-id")}


CONTENTS: dict[str, Callable[[Request, Cooperative], dict[str, Any]]] = {
    "overview": overview,
    "timeline": _timeline,
    "contacts": _contacts,
    "deals": _deals,
}


# --- New and changed ------------------------------------------------------------------------------


@page(Action.ADD_COMPANY)
@once
def cooperative_create(request: Request) -> HttpResponse:
    form = CooperativeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            cooperative = form.save_new()
            return done(request, cooperative_url(cooperative), gettext("Cooperative added."))
        return invalid(request, "cooperatives/form.html", {"form": form})
    return show(request, "cooperatives/form.html", {"form": form})


@page(Action.EDIT_COMPANY)
def cooperative_edit(request: Request, pk: UUID) -> HttpResponse:
    cooperative = _cooperative(request, pk)
    # Said before the form writes what was typed into the instance.
    context: dict[str, Any] = {"cooperative": cooperative, "subject": str(cooperative)}
    form = context["form"] = CooperativeForm(
        request.POST if request.method == "POST" else None, instance=cooperative
    )
    if request.method == "POST":
        if form.is_valid() and form.save_edit():
            return done(request, cooperative_url(cooperative), gettext("Saved."))
        return invalid(request, "cooperatives/form.html", context)
    return show(request, "cooperatives/form.html", context)


FACTS = {
    "plan": Fact(
        GroupPlan,
        PlanForm,
        "overview",
        _("Add a group plan"),
        _("Group plan"),
        of="cooperative",
    ),
    "member": Fact(
        CooperativeMembership,
        MembershipForm,
        "overview",
        _("Add a member"),
        _("Membership"),
        of="cooperative",
    ),
    "contact": Fact(
        Contact,
        ContactForm,
        "contacts",
        _("Add a contact person"),
        _("Contact person"),
        of="cooperative",
        scored=False,
    ),
}


@page(Action.EDIT_COMPANY)
@once
def cooperative_fact_create(request: Request, pk: UUID, kind: str) -> HttpResponse:
    return _edit(request, _cooperative(request, pk), facts.of_kind(FACTS, kind), None)


@page(Action.EDIT_COMPANY)
def cooperative_fact_edit(request: Request, pk: UUID, kind: str, row: str) -> HttpResponse:
    return _edit(request, _cooperative(request, pk), facts.of_kind(FACTS, kind), row)


@page(Action.EDIT_COMPANY)
@require_POST
def cooperative_fact_delete(request: Request, pk: UUID, kind: str, row: str) -> HttpResponse:
    cooperative, fact = _cooperative(request, pk), facts.of_kind(FACTS, kind)
    members = _members(cooperative)
    back = cooperative_url(cooperative, fact.tab)
    answer = facts.remove(request, fact, fact.row(cooperative, row), back=back)
    if fact.scored:
        companies_changed(members)
    return answer


def _edit(request: Request, cooperative: Cooperative, fact: Fact, row: str | None) -> HttpResponse:
    members = _members(cooperative)
    back = cooperative_url(cooperative, fact.tab)
    answer = facts.edit(request, fact, cooperative, row, back=back)
    if fact.scored and answer.status_code != 422 and request.method == "POST":
        # Who was a member before, too: an edit may put another company in a member's place.
        companies_changed(members | _members(cooperative))
    return answer


def _members(cooperative: Cooperative) -> set[UUID]:
    return {*cooperative.memberships.values_list("company", flat=True)}


def _cooperative(request: Request, pk: UUID) -> Cooperative:
    cooperatives = Cooperative.objects.select_related("cluster")
    return get_object_or_404(visible(request.user, cooperatives), pk=pk)


def cooperative_url(cooperative: Cooperative, tab: str = "") -> str:
    """The record page, at one of its tabs."""
    url = reverse("web:cooperative_detail", args=[cooperative.pk])
    return f"{url}?tab={tab}" if tab else url


_ONE = "cooperatives/<uuid:pk>/"
urlpatterns = [
    path("cooperatives/", cooperative_list, name="cooperative_list"),
    path("cooperatives/new/", cooperative_create, name="cooperative_create"),
    path(_ONE, cooperative_detail, name="cooperative_detail"),
    path(f"{_ONE}edit/", cooperative_edit, name="cooperative_edit"),
    path(f"{_ONE}facts/<slug:kind>/", cooperative_fact_create, name="cooperative_fact_create"),
    path(
        f"{_ONE}facts/<slug:kind>/<slug:row>/", cooperative_fact_edit, name="cooperative_fact_edit"
    ),
    path(
        f"{_ONE}facts/<slug:kind>/<slug:row>/remove/",
        cooperative_fact_delete,
        name="cooperative_fact_delete",
    ),
]
