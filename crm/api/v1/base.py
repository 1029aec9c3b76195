"""What all endpoints for partners have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.access import visible
from crm.api.v1.authentication import AgencyAuthentication, Partner
from crm.api.v1.filtering import StrictFilterBackend, unwelcome
from crm.api.v1.pagination import KeysetPagination
from crm.api.v1.problems import (
    CONTENT_TYPE,
    InvalidParameters,
    ProblemSerializer,
    problem_handler,
)
from crm.api.v1.rendering import OrjsonRenderer
from crm.api.v1.throttling import AgencyThrottle
from crm.models import Agency

MethodT = TypeVar("MethodT", bound=Callable[..., Response])


class OneRepresentation(BaseContentNegotiation):
    """JSON whatever the Accept header says: there is nothing else to choose."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0] if parsers else None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class PartnerView(GenericAPIView[Any]):
    """Read-only endpoint for one agency: its token, its limit, problem documents for errors."""

    http_method_names = ["get", "head"]
    authentication_classes = [AgencyAuthentication]
    permission_classes = [IsAuthenticated]
    throttle_classes = [AgencyThrottle]
    renderer_classes = [OrjsonRenderer]
    parser_classes = []
    content_negotiation_class = OneRepresentation
    filter_backends = [StrictFilterBackend]
    pagination_class: type[KeysetPagination] | None = None
    metadata_class = None

    def get_exception_handler(self) -> Any:
        return problem_handler

    @property
    def agency(self) -> Agency:
        partner = self.request.user
        assert isinstance(partner, Partner)  # noqa: S101  # IsAuthenticated let nobody else in
        return partner.agency

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        # An agency's data belongs in no shared cache; it may be kept if checked by its ETag.
        final.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(final, ["Authorization"])
        return final

    def get_queryset(self) -> QuerySet[Any]:
        """The rows of the noun that the agency may see."""
        queryset = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):  # described, not asked: there is no agency
            return queryset
        return visible(self.agency, queryset)

    def refuse_parameters(self) -> None:
        """Raise InvalidParameters if the query names any."""
        if wrong := unwelcome(self.request, set()):
            raise InvalidParameters(wrong)


class PartnerListView(PartnerView):
    pagination_class = KeysetPagination

    def answer(self, rows: QuerySet[Any, Any], show: Callable[[Any], dict[str, Any]]) -> Response:
        """One page of `rows`, each as `show` gives it."""
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response([show(row) for row in page])


class UnknownAddress(PartnerView):
    """Any other address below the API: a problem document, not a page for people."""

    schema = None
    authentication_classes = []
    permission_classes = []
    throttle_classes = []

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.http_method_names = [*APIView.http_method_names]
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(_("There is nothing at this address. The index is at /api/v1/."))


def not_shared() -> Http404:
    """The answer for what is not there and for what is not shared: the same."""
    return Http404()


# --- For the API's description --------------------------------------------------------------------

_DETAILS = {
    401: ("not_authenticated", "Authentication credentials were not provided."),
    403: ("agency_inactive", "The access of this agency is switched off."),
    404: ("not_found", "Not found."),
    410: ("merged", "This record was merged into another one: see `successor`."),
    429: ("throttled", "Request was throttled. Expected available in 17 seconds."),
}
_TITLES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    429: "Too Many Requests",
}
_MEANINGS = {
    400: "A parameter is unknown or breaks a rule.",
    401: "No token, or one that is unknown or expired.",
    403: "The token may not read, or its agency is missing or switched off.",
    404: "There is no such record, or it is not shared with the agency.",
    410: "The record was merged into `successor`, which the agency may read. A merge can be "
    "undone: then the old address answers again.",
    429: "More requests in a minute than the agency may send; `Retry-After` says how long to wait.",
}


def _problem(status: int) -> OpenApiResponse:
    value: dict[str, Any] = {"type": "about:blank", "status": status}
    if status == 400:
        value |= {
            "title": "Bad Request",
            "code": "invalid",
            "detail": "The request breaks the rules named below.",
            "errors": [
                {
                    "field": "employees_min",
                    "rule": "invalid",
                    "message": "Enter a whole number.",
                }
            ],
        }
    else:
        code, detail = _DETAILS[status]
        value |= {"title": _TITLES[status], "code": code, "detail": detail}
    if status == 410:
        key = "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071"
        value["successor"] = {"id": key, "url": f"/api/v1/companies/{key}"}
    return OpenApiResponse(
        ProblemSerializer,
        description=_MEANINGS[status],
        examples=[OpenApiExample(f"{status}", value=value)],
    )


def described(
    *,
    operation: str,
    summary: str,
    description: str,
    answer: Any,
    example: dict[str, Any],
    tag: str,
    missing: bool = False,
    merged: bool = False,
) -> Callable[[MethodT], MethodT]:
    """Decorator: the operation in the API's description, with the problems it can answer."""
    problems = [400, 401, 403, *([404] * missing), *([410] * merged), 429]
    decorator: Callable[[MethodT], MethodT] = extend_schema(
        operation_id=operation,
        summary=summary,
        description=description,
        tags=[tag],
        examples=[OpenApiExample(summary, value=example, response_only=True, status_codes=["200"])],
        responses={
            (200, "application/json"): answer,
            **{(status, CONTENT_TYPE): _problem(status) for status in problems},
        },
    )
    return decorator
