"""Facts of a company that are rows of their own: add, change, remove; and the same for people."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crm.access import Action, require
from crm.web import facts
from crm.web.companies_forms import (
    BaseForm,
    CapabilityForm,
    CertificateForm,
    ContactForm,
    CustomerForm,
    FinancialsForm,
    ProgrammeUseForm,
)
from crm.web.facts import Fact
from crm.web.once import once
from crm.web.page import Request, page
from crm.web.successors import company_or_404
from matching.tasks import company_changed
from prospects.doubts import doubts
from prospects.models import (
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    Contact,
    OverseasBase,
    ProgrammeUse,
)


def _capability_doubts(row: CompanyCapability) -> list[str]:
    return doubts(
        row.capability,
        precision_um=row.precision_um,
        size_max_mm=row.size_max_mm,
        materials=row.materials,
    )


FACTS = {
    "capability": Fact(
        CompanyCapability,
        CapabilityForm,
        "capabilities",
        _("Add a capability"),
        _("Capability"),
        doubts=_capability_doubts,
    ),
    "certificate": Fact(
        CompanyCertificate,
        CertificateForm,
        "capabilities",
        _("Add a certificate"),
        _("Certificate"),
    ),
    "customer": Fact(
        CompanyCustomer,
        CustomerForm,
        "business",
        _("Add a customer"),
        _("Customer"),
    ),
    "base": Fact(
        OverseasBase,
        BaseForm,
        "business",
        _("Add an overseas base"),
        _("Overseas base"),
    ),
    "financials": Fact(
        CompanyFinancials,
        FinancialsForm,
        "business",
        _("Add a financial year"),
        _("Financial year"),
        scored=False,
    ),
    "programme": Fact(
        ProgrammeUse,
        ProgrammeUseForm,
        "business",
        _("Add a support programme used"),
        _("Support programme used"),
    ),
    "contact": Fact(
        Contact,
        ContactForm,
        "contacts",
        _("Add a contact person"),
        _("Contact person"),
        scored=False,
    ),
}


@page(Action.EDIT_COMPANY)
@once
def company_fact_create(request: Request, pk: UUID, kind: str) -> HttpResponse:
    company = _company(request, pk)
    fact = facts.of_kind(FACTS, kind)
    return _edit(request, company, fact, None)


@page(Action.EDIT_COMPANY)
def company_fact_edit(request: Request, pk: UUID, kind: str, row: str) -> HttpResponse:
    company = _company(request, pk)
    fact = facts.of_kind(FACTS, kind)
    return _edit(request, company, fact, row)


@page(Action.EDIT_COMPANY)
@require_POST
def company_fact_delete(request: Request, pk: UUID, kind: str, row: str) -> HttpResponse:
    company = _company(request, pk)
    fact = facts.of_kind(FACTS, kind)
    answer = facts.remove(request, fact, fact.row(company, row), back=_back(company, fact))
    if fact.scored:
        company_changed(company.pk)
    return answer


def _edit(request: Request, company: Company, fact: Fact, row: str | None) -> HttpResponse:
    answer = facts.edit(request, fact, company, row, back=_back(company, fact))
    if fact.scored and answer.status_code != 422 and request.method == "POST":
        company_changed(company.pk)
    return answer


def _company(request: Request, pk: UUID) -> Company:
    company = company_or_404(request, pk)
    require(request.user, Action.EDIT_COMPANY, company)
    return company


def _back(company: Company, fact: Fact) -> str:
    return f"{reverse('web:company_detail', args=[company.pk])}?tab={fact.tab}"


urlpatterns = [
    path("companies/<uuid:pk>/facts/<slug:kind>/", company_fact_create, name="company_fact_create"),
    path(
        "companies/<uuid:pk>/facts/<slug:kind>/<slug:row>/",
        company_fact_edit,
        name="company_fact_edit",
    ),
    path(
        "companies/<uuid:pk>/facts/<slug:kind>/<slug:row>/remove/",
        company_fact_delete,
        name="company_fact_delete",
    ),
]
