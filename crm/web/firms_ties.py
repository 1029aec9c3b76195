"""Whom a Korean firm deals with: its suppliers, customers and rivals, on the firm's page."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from crm.access import Action, visible
from crm.web import facts
from crm.web.companies_forms import SOURCE, FactForm
from crm.web.companies_forms import once as said_once
from crm.web.facts import Fact
from crm.web.once import once
from crm.web.page import Request, page
from matching.models import Firm, FirmTie
from matching.tasks import firm_changed
from prospects.names import normal_form


class TieForm(FactForm):
    """Another party, what it is to the firm, and who says so."""

    rows = (("name",), ("kind",), ("source", "as_of"))

    class Meta:
        model = FirmTie
        fields = ("name", "kind", "source", "as_of")
        widgets = SOURCE
        error_messages = said_once(_("This is listed already."))

    def clean_name(self) -> str:
        """Another party than the firm itself, under whichever of its names."""
        name: str = self.cleaned_data["name"]
        firm = self.instance.firm
        names = (firm.name_ko, firm.name_ja, firm.name_en)
        own = (*names, firm.group_name, firm.group_name_ja, firm.group_name_en)
        if normal_form(name) in {normal_form(each) for each in own if each}:
            self.add_error("name", _("This is the firm itself or its group."))
        return name


TIE = Fact(FirmTie, TieForm, "", _("Add a tie"), _("Business tie"), of="firm")


@page(Action.EDIT_NEED)
@once
@transaction.atomic
def tie_create(request: Request, pk: UUID) -> HttpResponse:
    """Another party that supplies the firm, buys from it or competes with it."""
    return _edit(request, _firm(request, pk), None)


@page(Action.EDIT_NEED)
@transaction.atomic
def tie_edit(request: Request, pk: UUID, row: str) -> HttpResponse:
    """Change what is known of one."""
    return _edit(request, _firm(request, pk), row)


@page(Action.EDIT_NEED)
@require_POST
@transaction.atomic
def tie_delete(request: Request, pk: UUID, row: str) -> HttpResponse:
    """Take one away; the firm's needs are scored again."""
    firm = _firm(request, pk)
    firm_changed(firm.pk)
    return facts.remove(request, TIE, TIE.row(firm, row), back=_back(firm))


def _edit(request: Request, firm: Firm, row: str | None) -> HttpResponse:
    answer = facts.edit(request, TIE, firm, row, back=_back(firm))
    if request.method == "POST" and answer.status_code != 422:
        firm_changed(firm.pk)
    return answer


def _firm(request: Request, pk: UUID) -> Firm:
    return get_object_or_404(visible(request.user, Firm.objects.all()), pk=pk)


def _back(firm: Firm) -> str:
    return reverse("web:firm_detail", args=[firm.pk])


def ties_of(firm: Firm) -> list[FirmTie]:
    """Suppliers, then customers, then competitors, each by name; one query."""
    order = [*FirmTie.Kind]
    return sorted(firm.ties.all(), key=lambda tie: (order.index(FirmTie.Kind(tie.kind)), tie.name))


_ONE = "firms/<uuid:pk>/ties/"
urlpatterns = [
    path(f"{_ONE}new/", tie_create, name="firm_tie_create"),
    path(f"{_ONE}<slug:row>/", tie_edit, name="firm_tie_edit"),
    path(f"{_ONE}<slug:row>/remove/", tie_delete, name="firm_tie_delete"),
]
