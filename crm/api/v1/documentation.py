"""The API's description in OpenAPI, and a page that shows it without any network.

Both are for everybody: they hold no data.
"""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiYamlRenderer

from crm.api.v1.schema import EnglishSchemaGenerator


@cache
def description() -> bytes:
    """The description as YAML; it changes only with the code."""
    schema = EnglishSchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    text: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})  # type: ignore[no-untyped-call]
    return text


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(description(), content_type="application/yaml; charset=utf-8")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI, from files of this server."""
    return render(request, "api/docs.html")
