"""Addresses of the partners' API, version 1."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import conditional_page
from oauth2_provider.views import TokenView

from crm.api.v1 import companies, deals, documentation, reference
from crm.api.v1.base import PartnerView, UnknownAddress

app_name = "api-v1"


def _read(address: str, view: type[PartnerView], name: str) -> URLPattern:
    """An endpoint that answers 304 to whoever has the same document already."""
    endpoint: Any = conditional_page(view.as_view())
    pattern: URLPattern = path(address, endpoint, name=name)
    return pattern


urlpatterns: list[URLPattern | URLResolver] = [
    _read("", reference.Index, "index"),
    _read("companies", companies.CompanyList, "companies"),
    _read("companies/<uuid:id>", companies.CompanyDetail, "company"),
    _read("deals", deals.DealList, "deals"),
    _read("deals/<uuid:id>", deals.DealDetail, "deal"),
    _read("stages", reference.StageList, "stages"),
    _read("clusters", reference.ClusterList, "clusters"),
    _read("capabilities", reference.CapabilityList, "capabilities"),
    _read("certificates", reference.CertificateList, "certificates"),
    path("token", TokenView.as_view(), name="token"),
    path("openapi.yaml", documentation.openapi, name="schema"),
    path("docs", documentation.docs, name="docs"),
    re_path(r"^", UnknownAddress.as_view(), name="unknown"),
]
