"""Errors as problem documents (RFC 9457): one shape for everything that goes wrong.

    {"type": "about:blank", "title": "Bad Request", "status": 400, "code": "invalid",
     "detail": "…", "errors": [{"field": "employees_min", "rule": "invalid", "message": "…"}]}

`code` and `rule` are for programs and never translated; `detail` and `message` are for people, in
the language of the request.
"""

from __future__ import annotations

import http
import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import (
    APIException,
    ErrorDetail,
    NotFound,
    PermissionDenied,
    ValidationError,
)
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


class InvalidParameters(ValidationError):  # noqa: N818  # a ValidationError in the words of DRF
    """400: query parameters that break a rule; the detail maps each to its errors."""

    def __init__(self, errors: dict[str, list[tuple[str, str]]]) -> None:
        """`errors`: parameter → (rule, message) pairs."""
        super().__init__(
            {
                field: [ErrorDetail(message, code=rule) for rule, message in found]
                for field, found in errors.items()
            }
        )


class MergedAway(APIException):  # an APIException in the words of DRF
    """410: the record is now part of another one that the agency may read, its `successor`."""

    status_code = 410
    default_code = "merged"

    def __init__(self, successor: str, address: str) -> None:
        """`address`: where the successor answers, as a path of this API."""
        super().__init__(_("This record was merged into another one: see `successor`."))
        self.successor, self.address = successor, address


def problem_handler(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to any exception of a view. What is not foreseen is logged and becomes a 500."""
    if isinstance(error, Http404):
        error = NotFound()
    elif isinstance(error, DjangoPermissionDenied):
        error = PermissionDenied()
    if not isinstance(error, APIException):
        return _unforeseen(error, context)
    connection_rollback()
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):  # of `Throttled`
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, ValidationError):
        document = _document(400, "invalid", _("The request breaks the rules named below."))
        document["errors"] = [*_errors(error.get_full_details())]
    else:
        document = _document(error.status_code, *_code_and_detail(error))
    if isinstance(error, MergedAway):
        document["successor"] = {"id": error.successor, "url": error.address}
    return Response(document, document["status"], headers=headers, content_type=CONTENT_TYPE)


def connection_rollback() -> None:
    """An open transaction of the request ends without effect."""
    if transaction.get_connection().in_atomic_block and _requests_are_atomic():
        transaction.set_rollback(True)


def _requests_are_atomic() -> bool:
    return bool(transaction.get_connection().settings_dict["ATOMIC_REQUESTS"])


def _unforeseen(error: Exception, context: dict[str, Any]) -> Response:
    request = context["request"]._request  # noqa: SLF001  # Django's request under that of DRF
    got_request_exception.send(sender=None, request=request)
    _log.error("API request failed", exc_info=error)
    connection_rollback()
    document = _document(
        500, "internal_error", _("Something went wrong on our side. It has been logged.")
    )
    return Response(document, 500, content_type=CONTENT_TYPE)


def _document(status: int, code: str, detail: Any) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(detail),
    }


def _code_and_detail(error: APIException) -> tuple[str, str]:
    full: Any = error.get_full_details()
    return str(full["code"]), str(full["message"])


def _errors(details: Any) -> Iterator[dict[str, str]]:
    """`details`: field → list of {message, code}."""
    for field, found in details.items():
        for each in found:
            yield {"field": field, "rule": str(each["code"]), "message": str(each["message"])}


# --- For the API's description --------------------------------------------------------------------


class FieldErrorSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Query parameter.")
    rule = serializers.CharField(help_text="Rule that it breaks, for programs.")
    message = serializers.CharField(help_text="The same for people, by `Accept-Language`.")


class SuccessorSerializer(serializers.Serializer[Any]):
    """Where a record that was merged away went."""

    id = serializers.UUIDField()
    url = serializers.CharField(help_text="Its address in this API.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem document, RFC 9457."""

    type = serializers.CharField(help_text="Always `about:blank`; `code` tells problems apart.")
    title = serializers.CharField(help_text="HTTP status in words.")
    status = serializers.IntegerField(help_text="HTTP status.")
    code = serializers.CharField(help_text="What went wrong, for programs.")
    detail = serializers.CharField(help_text="What went wrong, by `Accept-Language`.")
    successor = SuccessorSerializer(
        required=False, help_text="With status 410: the record that it was merged into."
    )
    errors = FieldErrorSerializer(  # type: ignore[assignment]  # DRF's Serializer has `errors`
        many=True, required=False, help_text="With status 400: each parameter at fault."
    )
