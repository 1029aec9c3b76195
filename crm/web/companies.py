"""Companies: the list, new ones, changes, owners. The record page is in `companies_record`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from crm import outreach
from crm.access import Action, allowed, require, visible
from crm.filters import CoveredCompanyFilter
from crm.models import Activity, Coverage, Deal
from crm.web import companies_facts, companies_record, register_record
from crm.web.companies_forms import CompanyForm, IntentForm, OwnerForm, is_new
from crm.web.likely import to_ask_about
from crm.web.listing import listing, show_list
from crm.web.once import once
from crm.web.page import Request, done, invalid, page, show
from crm.web.readiness import marks_kept, oldest, parts
from crm.web.successors import company_or_404
from matching.tasks import company_changed
from prospects.models import Company, CompanyCapability, ExpansionIntent, ReadinessMark

# The filters that stand on the page, and those behind a button.
MAIN = ("owner", "cluster", "capability", "country", "mode")
MORE = (
    "technology",
    "skilled",
    "push",
    "will",
    "strength",
    "programme",
    "covered",
    "team",
    "prefecture",
    "certificate",
    "employees_min",
    "employees_max",
    "cooperative",
    "registration",
    "demo",
)


def _bar(form: forms.Form) -> dict[str, Any]:
    """The filters as the page lays them out, and how many behind the button are in use."""
    return {
        "main": [_chip(form[name]) for name in MAIN],
        "more": [_chip(form[name]) for name in MORE],
        "more_on": sum(name in form.changed_data for name in MORE),
    }


def _chip(field: forms.BoundField) -> dict[str, Any]:
    """A filter with its choices, if it has any, each with whether it is the chosen one.

    The page draws them itself: a form's own template asks the loader once for every option.
    """
    chosen = str(field.value() or "")
    # Not list(): that asks the database how many there are, before it asks for them.
    choices = [
        (str(value or ""), label, str(value or "") == chosen)
        for value, label in getattr(field.field.widget, "choices", ())
    ]
    return {"field": field, "choices": choices}


def with_work(companies: models.QuerySet[Company]) -> models.QuerySet[Company]:
    """Companies with what the list says of the work on them: `last_contact`, `open_deals`."""
    made = Activity.objects.done().filter(company=OuterRef("pk")).order_by("-at").values("at")
    deals = Deal.objects.active().filter(investors=OuterRef("pk")).order_by()
    count = deals.values("investors").annotate(n=Count("pk")).values("n")
    return companies.annotate(
        last_contact=Subquery(made[:1]), open_deals=Coalesce(Subquery(count), 0)
    )


def listed(companies: models.QuerySet[Company]) -> models.QuerySet[Company]:
    """What a line of the list shows, in a fixed number of queries."""
    skills = CompanyCapability.objects.select_related("capability").order_by(
        "capability__position", "pk"
    )
    return (
        with_work(companies)
        .select_related("cluster", "intent", "coverage__owner", "readiness")
        .annotate(readiness_due=Exists(ReadinessMark.objects.filter(company_id=OuterRef("pk"))))
        .prefetch_related(Prefetch("company_capabilities", queryset=skills))
    )


@page(Action.VIEW)
def company_list(request: Request) -> HttpResponse:
    companies = visible(request.user, Company.objects.all())
    found = CoveredCompanyFilter(request.GET, queryset=companies, request=request)
    # Which companies first, on narrow rows: only these fifty are then joined and described.
    keys = found.qs.values("id", *{key.lstrip("-") for key in found.order} - {"id"})
    context = listing(request, found, keys, export="companies")
    shown = [row["id"] for row in context["rows"]]
    known = listed(Company.objects.all()).in_bulk(shown)
    rows = [known[pk] for pk in shown if pk in known]
    context |= {
        "rows": rows,
        "marks": {company.pk: marks_kept(company) for company in rows},
        "readiness_as_of": oldest(rows),
        "readiness_parts": parts(),
        "can_add": allowed(request.user, Action.ADD_COMPANY),
        "can_import": allowed(request.user, Action.IMPORT_RECORDS),
        "nothing_at_all": not shown and not companies.exists(),
        **_bar(found.form),
    }
    return show_list(request, "companies/list.html", context)


# --- New and changed ------------------------------------------------------------------------------


@page(Action.ADD_COMPANY)
@once
def company_create(request: Request) -> HttpResponse:
    """A company that somebody heard of. One from the register comes by its register page."""
    form = CompanyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            if duplicates := to_ask_about(request, form.cleaned_data):
                context = {"form": form, "duplicates": duplicates}
                return invalid(request, "companies/form.html", context)
            company = form.save_new()
            company_changed(company.pk)
            return done(request, company_url(company), _("Company added."))
        return invalid(request, "companies/form.html", {"form": form})
    return show(request, "companies/form.html", {"form": form})


@page(Action.EDIT_COMPANY)
def company_edit(request: Request, pk: UUID) -> HttpResponse:
    company = _company(request, pk)
    require(request.user, Action.EDIT_COMPANY, company)
    # Said before the form writes what was typed into the instance.
    context: dict[str, Any] = {"company": company, "subject": str(company)}
    form = context["form"] = CompanyForm(
        request.POST if request.method == "POST" else None, instance=company
    )
    if request.method == "POST":
        if form.is_valid() and form.save_edit():
            company_changed(company.pk)
            return done(request, company_url(company), _("Saved."))
        return invalid(request, "companies/form.html", context)
    return show(request, "companies/form.html", context)


@page(Action.EDIT_COMPANY)
def company_intent(request: Request, pk: UUID) -> HttpResponse:
    """What the company says about going abroad: one form, whether it is new or not."""
    company = _company(request, pk)
    require(request.user, Action.EDIT_COMPANY, company)
    intent = ExpansionIntent.objects.filter(company=company).first()
    form = IntentForm(
        request.POST if request.method == "POST" else None,
        instance=intent or ExpansionIntent(company=company),
    )
    context = {"form": form, "company": company}
    if request.method == "POST":
        if form.is_valid() and _keep(form, company):
            company_changed(company.pk)
            return done(request, company_url(company), _("Saved."))
        return invalid(request, "companies/intent_form.html", context)
    return show(request, "companies/intent_form.html", context)


@transaction.atomic
def _keep(form: IntentForm, company: Company) -> bool:
    if not is_new(form.instance):
        return form.save_edit()
    Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    if ExpansionIntent.objects.filter(company=company).exists():
        form.refuse()
        return False
    form.save()
    return True


@page(Action.ASSIGN)
def company_assign(request: Request, pk: UUID) -> HttpResponse:
    """Say which officer keeps the contact with a company."""
    company = _company(request, pk)
    coverage = Coverage.objects.filter(company=company).first()
    form = OwnerForm(
        request.POST if request.method == "POST" else None,
        initial={"owner": coverage.owner if coverage else None},
    )
    context = {"form": form, "company": company}
    if request.method == "POST":
        if form.is_valid():
            outreach.cover(company, owner=form.cleaned_data["owner"])
            return done(request, company_url(company), _("Owner changed."))
        return invalid(request, "companies/owner_form.html", context)
    return show(request, "companies/owner_form.html", context)


def _company(request: Request, pk: UUID) -> Company:
    return company_or_404(request, pk)


def company_url(company: Company, tab: str = "") -> str:
    """The record page, at one of its tabs."""
    url = reverse("web:company_detail", args=[company.pk])
    return f"{url}?tab={tab}" if tab else url


urlpatterns = [
    path("companies/", company_list, name="company_list"),
    path("companies/new/", company_create, name="company_create"),
    path("companies/<uuid:pk>/edit/", company_edit, name="company_edit"),
    path("companies/<uuid:pk>/intent/", company_intent, name="company_intent"),
    path("companies/<uuid:pk>/owner/", company_assign, name="company_assign"),
    *companies_record.urlpatterns,
    *companies_facts.urlpatterns,
    *register_record.urlpatterns,
]
