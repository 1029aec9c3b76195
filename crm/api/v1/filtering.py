"""Filters of endpoints: the lists' own FilterSets, strictly.

A parameter that is unknown, empty, given twice or of a wrong value is an error that names it: a
partner's program that misspells a filter must not get the whole list instead.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import Filter, FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from rest_framework.request import Request
from rest_framework.views import APIView

from crm.api.v1.pagination import KeysetPagination
from crm.api.v1.problems import InvalidParameters
from crm.deal_filters import DealFilter
from prospects.filters import CompanyFilter


class Offered(FilterSet):
    """A list's filters for partners: a filter on what they are not shown would tell it nonetheless.

    `OFFERED` names them one by one, so that a new filter of the officers' lists is no new
    parameter here.
    """

    OFFERED: ClassVar[tuple[str, ...]]

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        known: dict[str, Filter] = super().get_filters()  # type: ignore[no-untyped-call]
        return {name: each for name, each in known.items() if name in cls.OFFERED}


class PartnerCompanyFilter(Offered, CompanyFilter):
    """Companies by what partners are shown. Readiness is not: it would tell of customers, sales
    and budgets."""

    OFFERED = (
        "q", "registration", "cluster", "prefecture", "capability", "certificate", "cooperative",
        "programme", "country", "mode", "employees_min", "employees_max", "demo",
    )  # fmt: skip
    ORDERS: ClassVar[dict[str, tuple[str, ...]]] = {
        name: CompanyFilter.ORDERS[name]
        for name in ("-added", "added", "name", "-name", "employees", "-employees")
    }


class PartnerDealFilter(Offered, DealFilter):
    """Deals by what partners are shown."""

    OFFERED = (
        "q", "stage", "status", "currency", "amount_min", "amount_max", "expected_from",
        "expected_to", "demo",
    )  # fmt: skip


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        """Raises InvalidParameters with everything that is wrong."""
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        known = {*filterset.filters, *KeysetPagination.parameters}
        wrong = unwelcome(request, known)
        for field, found in filterset.errors.get_json_data().items():
            wrong.setdefault(field, []).extend(
                (e["code"] or "invalid", e["message"]) for e in found
            )
        if wrong:
            raise InvalidParameters(wrong)
        narrowed: QuerySet[Any] = filterset.qs
        return narrowed


def unwelcome(request: Request, known: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Parameters that are not known, given twice or empty, with (rule, message)."""
    wrong = {}
    for name, values in request.query_params.lists():
        if name not in known:
            names = ", ".join(sorted(known)) or _("none")
            message = _("No such parameter. There are: %(names)s.") % {"names": names}
            wrong[name] = [("unknown_parameter", message)]
        elif len(values) > 1:
            wrong[name] = [("repeated_parameter", _("Give this parameter once."))]
        elif not values[0].strip():
            message = _("Give a value, or leave the parameter out.")
            wrong[name] = [("empty_parameter", message)]
    return wrong


class _StrictFilterExtension(DjangoFilterExtension):
    """Parameters in the API's description, with the bounds that the filters check."""

    target_class = StrictFilterBackend  # type: ignore[assignment]  # a class does as well as a path
    priority = 1

    def resolve_filter_field(
        self,
        auto_schema: Any,
        model: Any,
        filterset_class: type[FilterSet],
        field_name: str,
        filter_field: Filter,
    ) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().resolve_filter_field(  # type: ignore[no-untyped-call]
            auto_schema, model, filterset_class, field_name, filter_field
        )
        words = {"max_length": "maxLength", "min_value": "minimum", "max_value": "maximum"}
        bounds = {words[name]: value for name, value in filter_field.extra.items() if name in words}
        for parameter in parameters:
            parameter["schema"].update(bounds)
        return parameters
