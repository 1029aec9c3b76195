"""A partner agency that calls the API as its programs would: with a token, over HTTP."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.test import Client

from crm.models import Agency
from tests import make


@dataclasses.dataclass(frozen=True)
class Caller:
    """An agency and its token."""

    agency: Agency
    client: Client

    def get(self, address: str, **parameters: Any) -> Any:
        """The response to `/api/v1/<address>`, an absolute address as it is."""
        path = address if "/api/" in address else f"/api/v1/{address}"
        return self.client.get(path, parameters)

    def problem(self, address: str, **parameters: Any) -> tuple[int, str, dict[str, Any]]:
        """Status, content type and document of an answer."""
        response = self.get(address, **parameters)
        return response.status_code, response["Content-Type"], response.json()


def caller(agency: Agency, **token: Any) -> Caller:
    text = make.token(agency.application, **token) if agency.application else ""
    headers = {"Authorization": f"Bearer {text}", "Accept-Language": "en"}
    return Caller(agency, Client(headers=headers))


@pytest.fixture
def partner() -> Caller:
    return caller(make.agency())
