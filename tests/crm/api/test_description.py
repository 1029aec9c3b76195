"""The API's description: complete, the committed one, true of the answers, shown offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok

from config.wsgi import application
from tests import make

from .conftest import Caller, caller

COMMITTED = settings.BASE_DIR / "docs" / "openapi.yaml"


def test_the_committed_description_is_the_current_one(tmp_path: Path) -> None:
    current = tmp_path / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(current))
    assert COMMITTED.read_text(encoding="utf-8") == current.read_text(encoding="utf-8"), (
        "run: python manage.py spectacular --file docs/openapi.yaml"
    )


def test_every_operation_parameter_and_field_is_described() -> None:
    description = yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))
    bare = []
    for address, operations in description["paths"].items():
        for operation in operations.values():
            assert operation["security"] == [{"oauth2": ["read"]}]
            assert set(operation["responses"]) >= {"200", "400", "401", "403", "429"}
            assert operation["summary"]
            assert operation["description"]
            bare += [
                (address, parameter["name"])
                for parameter in operation.get("parameters", [])
                if parameter["in"] == "query" and not parameter.get("description")
            ]
            for answer in operation["responses"].values():
                for body in answer["content"].values():
                    assert body["examples"]
    assert bare == []


def test_it_is_served_to_everybody(client: Client) -> None:
    response = client.get("/api/v1/openapi.yaml")
    assert response.status_code == 200
    assert yaml.safe_load(response.content) == yaml.safe_load(COMMITTED.read_text("utf-8"))


# --- True of the answers --------------------------------------------------------------------------


def _share_full_and_bare(partner: Caller) -> dict[str, list[str]]:
    """Share a full and a bare record of each noun; gives the keys by address."""
    company = make.company(cluster=make.cluster(), employees=5, website="https://example.org")
    make.company_capability(company, materials=["SUS304"])
    make.company_certificate(company)
    make.intent(company)
    make.overseas_base(company)
    make.membership(make.cooperative(), company)
    firm = make.firm()
    deal = make.deal(
        company, amount=5, firm=firm, zone=make.zone(), site=make.site(firm), currency="USD"
    )
    companies, deals = (company, make.company()), (deal, make.deal())
    for record in (*companies, *deals):
        make.share(partner.agency, record)
    return {
        "/companies/{id}": [str(company.pk) for company in companies],
        "/deals/{id}": [str(deal.pk) for deal in deals],
    }


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests from within the test see its transaction: none closes the connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_answers_are_as_described(mode: GenerationMode) -> None:
    """Valid and invalid requests alike: no failure of ours, no status or shape undescribed."""
    agency = make.agency()
    assert agency.application is not None
    headers = {"Authorization": f"Bearer {make.token(agency.application)}"}
    keys = _share_full_and_bare(caller(agency))
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.yaml", application)
    # A cursor is opaque and a key must exist: their schemas say less than the endpoints ask. That
    # nobody gets in without a token has tests of its own.
    left_out: list[Any] = [
        CHECKS.get_one(name) for name in ("positive_data_acceptance", "ignored_auth")
    ]
    statuses: set[tuple[str, int]] = set()

    def conforms(case: schemathesis.Case[Any], pick: int) -> None:
        known = keys.get(case.operation.path.removeprefix("/api/v1"), [])
        if pick < len(known):
            case.path_parameters["id"] = known[pick]
        response = case.call_and_validate(headers=headers, excluded_checks=left_out)
        statuses.add((case.operation.path, response.status_code))

    operations = [
        result.ok() for result in description.get_all_operations() if isinstance(result, Ok)
    ]
    limited = hypothesis_settings(max_examples=12, deadline=None, database=None, derandomize=True)
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not [*operation.iter_parameters()]:
            continue  # nothing that could be wrong
        limited(given(operation.as_strategy(mode), st.integers(0, 3))(conforms))()
    if mode is GenerationMode.POSITIVE:
        answered = {address for address, status in statuses if status == 200}
        assert answered == {operation.path for operation in operations}
