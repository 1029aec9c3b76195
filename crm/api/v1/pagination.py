"""Keyset pages for endpoints: `crm.keyset` behind the interface of Django REST framework."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from crm.api.v1.problems import InvalidParameters
from crm.keyset import InvalidCursorError, Page, page
from prospects.filters import OrderedFilterSet
from prospects.register.facts import CREDIT

LIMIT = 100
LARGEST_LIMIT = 200
ModelT = TypeVar("ModelT", bound=Model)


class KeysetPagination(BasePagination):
    """`limit` rows at `cursor`, in the order that `sort` names."""

    parameters = frozenset({"limit", "cursor", "sort"})
    page: Page[Any]
    request: Request

    def paginate_queryset(  # type: ignore[override]  # keys need a queryset, no other sequence
        self, queryset: QuerySet[ModelT, Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        """Raises InvalidParameters."""
        self.request = request
        orders = _orders(view)
        sort = request.query_params.get("sort", next(iter(orders)))
        if sort not in orders:
            message = _("Choose one of: %(choices)s.") % {"choices": ", ".join(orders)}
            raise InvalidParameters({"sort": [("invalid_choice", message)]})
        cursor = request.query_params.get("cursor")
        try:
            self.page = page(queryset, order=orders[sort], size=_limit(request), cursor=cursor)
        except InvalidCursorError as error:
            raise InvalidParameters({"cursor": [("invalid", str(error))]}) from error
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "results": data,
                "next": self._link(self.page.next),
                "previous": self._link(self.page.previous),
                "credit": CREDIT,
            }
        )

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["results", "next", "previous", "credit"],
            "properties": {
                "results": schema,
                "next": {
                    **link,
                    "description": "Address of the next page; null on the last.",
                    "example": "https://crm.example.org/api/v1/companies?cursor=WyI-Il0",
                },
                "previous": {
                    **link,
                    "description": "Address of the page before; null on the first.",
                    "example": None,
                },
                "credit": {
                    "type": "string",
                    "description": "Credit that the register's licence asks to show.",
                    "example": CREDIT,
                },
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        orders = [*_orders(view)]
        return [
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "Rows a page.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_LIMIT,
                    "default": LIMIT,
                },
            },
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Place of a page, from `next` or `previous` of a list in the same "
                "order. Opaque: follow the links rather than build it.",
                "schema": {"type": "string"},
            },
            {
                "name": "sort",
                "in": "query",
                "required": False,
                "description": "Order of the list; a minus turns it round. What is unknown comes "
                "last.",
                "schema": {"type": "string", "enum": orders, "default": orders[0]},
            },
        ]


def _orders(view: APIView | None) -> dict[str, tuple[str, ...]]:
    filterset: type[OrderedFilterSet] = getattr(view, "filterset_class")  # noqa: B009
    return {**filterset.ORDERS}


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(LIMIT))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST_LIMIT):
        message = _("Give a whole number from 1 to %(largest)s.") % {"largest": LARGEST_LIMIT}
        raise InvalidParameters({"limit": [("out_of_range", message)]})
    return int(text)
