"""What every list does the same way."""

from __future__ import annotations

import re

import pytest
from django.http.response import HttpResponseBase

from tests import make
from tests.crm.web.signed_in import client_of
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db

LISTS = (
    "/companies/",
    "/cooperatives/",
    "/needs/",
    "/deals/table/",
    "/activities/",
    "/campaigns/",
    "/matches/",
    "/register/",
)


@pytest.fixture
def _one_of_each() -> None:
    company = make.company()
    make.match(company)
    make.deal(company)
    make.cooperative()
    make.activity(company=company)
    make.campaign()
    entry(name="株式会社見本")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.usefixtures("_one_of_each")
def test_a_spoilt_cursor_starts_again(address: str) -> None:
    answer = client_of().get(address, {"cursor": "nonsense", "q": "見本"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.usefixtures("_one_of_each")
def test_htmx_gets_the_results_alone(address: str) -> None:
    query = {"q": "見本"} if address == "/register/" else {}
    client = client_of()
    whole = client.get(address, query)
    part = client.get(address, query, headers={"HX-Request": "true", "HX-Target": "results"})
    inside = _without_tokens(part).strip()
    assert inside.startswith('<div class="stack">')
    assert 'class="pager"' in inside
    assert "<html" not in inside
    around = f'<div id="results">{inside}</div>'
    assert "".join(around.split()) in "".join(_without_tokens(whole).split())


def _without_tokens(response: HttpResponseBase) -> str:
    text: str = response.content.decode()  # type: ignore[attr-defined]  # no page streams
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.django_db
def test_a_filter_names_records_in_the_readers_language() -> None:
    make.cluster(name_ko="오타구", name_en="Ota Ward")
    assert ">Ota Ward</option>" in client_of().get("/companies/").content.decode()
