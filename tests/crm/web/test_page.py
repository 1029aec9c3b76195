"""Where a form leads back to, and what no page is asked."""

from __future__ import annotations

from typing import cast

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from crm.web.page import Request, before, moment_in, under
from tests.crm.web.signed_in import client_of


def asked(path: str = "/deals/", **headers: str) -> Request:
    request: HttpRequest = RequestFactory().get(path, headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return cast("Request", request)


@pytest.mark.parametrize(
    ("referrer", "url"),
    [
        ("http://testserver/deals/?stage=mou", "/deals/?stage=mou"),
        ("http://testserver//elsewhere.example/", "/"),
        ("http://elsewhere.example/deals/", "/"),
        ("", "/"),
    ],
)
def test_a_button_leads_back_to_its_page(referrer: str, url: str) -> None:
    assert before(asked(Referer=referrer)) == url


def test_a_button_without_a_page_leads_to_its_record() -> None:
    assert before(asked(), "/deals/1/") == "/deals/1/"


@pytest.mark.parametrize(
    ("path", "page_under", "url"),
    [
        ("/?next=/companies/", "http://testserver/deals/", "/companies/"),
        ("/?next=https://elsewhere.example/", "http://testserver/deals/", "/deals/"),
        ("/", "http://testserver//elsewhere.example/", "/today/"),
        ("/", "", "/today/"),
    ],
)
def test_a_dialog_leads_to_what_is_ours(path: str, page_under: str, url: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": page_under}
    assert under(asked(path, **headers), "/today/") == url


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/pick/", "/companies/"])
def test_a_character_that_no_text_holds_is_refused(address: str) -> None:
    assert client_of().get(address, {"q": "a\0b", "kinds": "company"}).status_code == 400


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T10:00:00+09:00", "2026-11-23T10:00:00+09:00"),
        ("2026-11-23T10:00:00", "2026-11-23T10:00:00+09:00"),
        ("2026-13-23T10:00:00", ""),
        ("tomorrow", ""),
        ("", ""),
    ],
)
def test_times_in_addresses(text: str, moment: str) -> None:
    found = moment_in(text)
    assert (found.isoformat() if found else "") == moment
