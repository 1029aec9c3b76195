"""Problem documents: what is wrong, with which parameter, in the caller's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from crm.api.v1 import companies
from tests import make

from .conftest import Caller

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


def _errors(partner: Caller, address: str, **parameters: Any) -> list[tuple[str, str, str]]:
    status, kind, document = partner.problem(address, **parameters)
    errors = document.pop("errors")
    assert (status, kind) == (400, PROBLEM)
    assert document == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "code": "invalid",
        "detail": "The request breaks the rules named below.",
    }
    return [(error["field"], error["rule"], error["message"]) for error in errors]


CHOICE = "Select a valid choice. That choice is not one of the available choices."


@pytest.mark.parametrize(
    ("address", "parameters", "expected"),
    [
        (
            "companies",
            {"employees_min": "many"},
            ("employees_min", "invalid", "Enter a whole number in digits, such as 800 or 1,200."),
        ),
        ("companies", {"cluster": "atlantis"}, ("cluster", "invalid_choice", CHOICE)),
        ("companies", {"demo": "perhaps"}, ("demo", "invalid", "Give true or false.")),
        (
            "companies",
            {"limit": "201"},
            ("limit", "out_of_range", "Give a whole number from 1 to 200."),
        ),
        (
            "companies",
            {"limit": "0"},
            ("limit", "out_of_range", "Give a whole number from 1 to 200."),
        ),
        (
            "companies",
            {"sort": "beauty"},
            (
                "sort",
                "invalid_choice",
                "Choose one of: -added, added, name, -name, employees, -employees.",
            ),
        ),
        (
            "companies",
            {"cursor": "abc"},
            (
                "cursor",
                "invalid",
                "The page marker is not valid for this list. Start at the first page.",
            ),
        ),
        (
            "companies",
            {"demo": ["true", "false"]},
            ("demo", "repeated_parameter", "Give this parameter once."),
        ),
        (
            "companies",
            {"registration": ""},
            ("registration", "empty_parameter", "Give a value, or leave the parameter out."),
        ),
        (
            "deals",
            {"amount_min": "5"},
            ("amount_min", "invalid", "Choose the currency of the amount."),
        ),
        (
            "deals",
            {"colour": "red"},
            (
                "colour",
                "unknown_parameter",
                (
                    "No such parameter. There are: amount_max, amount_min, currency, cursor, demo, "
                    "expected_from, expected_to, limit, q, sort, stage, status."
                ),
            ),
        ),
        (
            "stages",
            {"limit": "5"},
            ("limit", "unknown_parameter", "No such parameter. There are: none."),
        ),
    ],
)
def test_a_parameter_that_breaks_a_rule(
    partner: Caller, address: str, parameters: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert _errors(partner, address, **parameters) == [expected]


def test_everything_wrong_is_said_at_once(partner: Caller) -> None:
    errors = _errors(partner, "companies", employees_min="many", colour="red", cluster="atlantis")
    assert {(field, rule) for field, rule, _ in errors} == {
        ("employees_min", "invalid"),
        ("colour", "unknown_parameter"),
        ("cluster", "invalid_choice"),
    }


def test_a_cursor_of_another_order_is_refused(partner: Caller) -> None:
    for _ in range(2):
        make.share(partner.agency, make.company())
    following = partner.get("companies", limit=1, sort="name").json()["next"]
    assert partner.get(following.replace("sort=name", "sort=-name")).status_code == 400


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        ("ko", "아래에 표시한 규칙에 맞지 않는 요청입니다."),
        ("ja", "下記の規則に合わないリクエストです。"),
    ],
)
def test_people_read_errors_in_their_language(partner: Caller, language: str, detail: str) -> None:
    response = partner.client.get(
        "/api/v1/companies?limit=0", headers={"Accept-Language": language}
    )
    assert response.json()["detail"] == detail
    assert response["Content-Language"] == language


@pytest.mark.parametrize("address", ["company", "companies/7", "companies/", "v2/companies"])
def test_an_unknown_address(client: Client, address: str) -> None:
    response = client.get(f"/api/v1/{address}", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
        "detail": "There is nothing at this address. The index is at /api/v1/.",
    }


def test_what_nobody_foresaw_is_a_problem_document_too(
    partner: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(row: object) -> None:
        raise ZeroDivisionError

    make.share(partner.agency, make.company())
    monkeypatch.setattr(companies, "summary", broken)
    partner.client.raise_request_exception = False
    assert partner.problem("companies") == (
        500,
        PROBLEM,
        {
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "code": "internal_error",
            "detail": "Something went wrong on our side. It has been logged.",
        },
    )
    assert [
        r.exc_info[0] for r in caplog.records if r.name == "crm.api.v1.problems" and r.exc_info
    ] == [ZeroDivisionError]


def test_the_same_document_is_not_sent_twice(partner: Caller) -> None:
    make.share(partner.agency, make.company())
    first = partner.get("companies")
    again = partner.client.get("/api/v1/companies", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= {v.strip() for v in first["Vary"].split(",")}
