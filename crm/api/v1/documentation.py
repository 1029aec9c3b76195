"""The API's description in OpenAPI, and a page that shows it without any network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView


class SchemaView(SpectacularAPIView):
    """`openapi.yaml`, for everybody: it holds no data."""

    authentication_classes = []
    permission_classes = []
    renderer_classes = [OpenApiYamlRenderer]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI, from files of this server."""
    return render(request, "api/docs.html")
