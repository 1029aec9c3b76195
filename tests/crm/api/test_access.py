"""Who gets in, with what, how often; and what is said to those who do not."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest
import structlog
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests import make

from .conftest import Caller, caller

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


def _document(status: int, title: str, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }


def test_client_credentials_give_a_token_that_reads(client: Client) -> None:
    application = make.application()
    agency = make.agency(application=application)
    basic = base64.b64encode(f"{application.client_id}:{make.PASSWORD}".encode()).decode()
    response = client.post(
        "/api/v1/token",
        {"grant_type": "client_credentials", "scope": "read"},
        headers={"Authorization": f"Basic {basic}"},
    )
    answer = response.json()
    token = answer.pop("access_token")
    assert (response.status_code, answer) == (
        200,
        {"expires_in": 3600, "token_type": "Bearer", "scope": "read"},
    )
    index = client.get("/api/v1/", headers={"Authorization": f"Bearer {token}"}).json()
    assert index == {
        "agency": {
            "id": str(agency.pk),
            "name": {"ja": None, "ko": agency.name_ko, "en": agency.name_en},
        },
        "links": {
            **{
                name: f"http://testserver/api/v1/{name}"
                for name in (
                    "companies",
                    "deals",
                    "stages",
                    "clusters",
                    "capabilities",
                    "certificates",
                    "docs",
                )
            },
            "schema": "http://testserver/api/v1/openapi.yaml",
        },
    }


def test_wrong_credentials_give_no_token(client: Client) -> None:
    application = make.application()
    response = client.post(
        "/api/v1/token",
        {
            "grant_type": "client_credentials",
            "client_id": application.client_id,
            "client_secret": "guess",
        },
    )
    assert (response.status_code, response.json()) == (401, {"error": "invalid_client"})


@pytest.mark.parametrize(
    ("header", "document", "challenge"),
    [
        (
            None,
            _document(
                401,
                "Unauthorized",
                "not_authenticated",
                "Authentication credentials were not provided.",
            ),
            'Bearer realm="Dongban API"',
        ),
        (
            "Basic eDp5",
            _document(
                401,
                "Unauthorized",
                "not_authenticated",
                "Authentication credentials were not provided.",
            ),
            'Bearer realm="Dongban API", error="invalid_token"',
        ),
        (
            "Bearer",
            _document(
                401,
                "Unauthorized",
                "malformed_header",
                "The Authorization header must read: Bearer, a space, the token.",
            ),
            'Bearer realm="Dongban API", error="invalid_token"',
        ),
        (
            "Bearer nobody",
            _document(401, "Unauthorized", "token_unknown", "This access token is not known."),
            'Bearer realm="Dongban API", error="invalid_token"',
        ),
    ],
)
def test_without_a_good_token(
    client: Client, header: str | None, document: dict[str, Any], challenge: str
) -> None:
    headers = {"Accept-Language": "en"} | ({"Authorization": header} if header else {})
    response = client.get("/api/v1/companies", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (401, PROBLEM)
    assert response.json() == document
    assert response["WWW-Authenticate"] == challenge


def test_an_expired_token() -> None:
    partner = caller(make.agency(), expires=timezone.now() - dt.timedelta(seconds=1))
    document = _document(
        401,
        "Unauthorized",
        "token_expired",
        "This access token has expired. Ask for a new one.",
    )
    assert partner.problem("companies") == (401, PROBLEM, document)


def test_a_token_without_the_scope() -> None:
    partner = caller(make.agency(), scope="")
    document = _document(
        403, "Forbidden", "scope_missing", "This access token lacks the scope “read”."
    )
    assert partner.problem("companies") == (403, PROBLEM, document)


def test_an_application_without_an_agency(client: Client) -> None:
    token = make.token(make.application())
    response = client.get(
        "/api/v1/companies",
        headers={"Authorization": f"bearer {token}", "Accept-Language": "ko"},
    )
    assert response.status_code == 403
    assert response.json()["code"] == "agency_missing"


def test_an_agency_is_out_as_soon_as_it_is_switched_off(partner: Caller) -> None:
    company = make.company()
    make.share(partner.agency, company)
    assert partner.get("companies").status_code == 200
    partner.agency.is_active = False
    partner.agency.save()
    document = _document(
        403, "Forbidden", "agency_inactive", "The access of this agency is switched off."
    )
    for address in ("", "companies", f"companies/{company.pk}", "deals", "stages"):
        assert partner.problem(address) == (403, PROBLEM, document)


def test_a_signed_in_officer_is_no_partner(client: Client) -> None:
    client.force_login(make.user(role="administrator"))
    assert client.get("/api/v1/companies").status_code == 401


def test_each_agency_has_its_own_limit_a_minute(settings: Settings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    one, other = caller(make.agency()), caller(make.agency())
    with time_machine.travel("2026-11-22T10:00:43Z", tick=False):
        for each in (one, other):
            each.agency.application.accesstoken_set.update(expires="2027-01-01T00:00Z")  # type: ignore[union-attr]
        assert [one.get("stages").status_code for _ in range(3)] == [200, 200, 429]
        response = one.get("companies")
        assert response["Retry-After"] == "17"
        assert response.json() == _document(
            429,
            "Too Many Requests",
            "throttled",
            "Request was throttled. Expected available in 17 seconds.",
        )
        assert other.get("stages").status_code == 200
    with time_machine.travel("2026-11-22T10:01:00Z", tick=False):
        assert one.get("stages").status_code == 200


def test_log_lines_of_a_request_name_the_agency(partner: Caller) -> None:
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as lines:
        partner.get("companies")
    (finished,) = [line for line in lines if line["event"] == "request_finished"]
    assert (finished["agency_id"], finished["request"], finished["code"]) == (
        str(partner.agency.pk),
        "GET /api/v1/companies",
        200,
    )


def test_nothing_is_written_through_this_door(partner: Caller) -> None:
    company = make.company()
    make.share(partner.agency, company)
    for method in ("post", "put", "patch", "delete", "options"):
        for address in ("companies", f"companies/{company.pk}"):
            response = getattr(partner.client, method)(f"/api/v1/{address}")
            assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
            assert response["Allow"] == "GET, HEAD"
