"""The API's documentation page: it works without any network and under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.e2e.conftest import keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_partner_reads_signs_in_and_tries_it_out(
    page: Page, live_server: LiveServer, problems: list[str]
) -> None:
    application = make.application()
    company = make.company(name_ja="株式会社大田精密")
    make.share(make.agency(application=application), company)
    elsewhere: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            elsewhere.append(request.url)

    page.on("request", watch)
    response = page.goto(f"{live_server.url}/api/v1/docs")
    assert response is not None
    assert response.status == 200
    expect(page.get_by_role("heading", name="Dongban API")).to_be_visible()
    expect(page.locator(".opblock")).to_have_count(9)

    page.get_by_role("button", name="Authorize").first.click()
    page.locator("#client_id_clientCredentials").fill(application.client_id)
    page.locator("#client_secret_clientCredentials").fill(make.PASSWORD)
    page.locator("label[for='read-clientCredentials-checkbox-oauth2'] .item").click()
    page.locator(".auth-btn-wrapper .authorize").click()
    expect(page.get_by_role("heading", name="Authorized")).to_be_visible()
    page.locator(".btn-done").click()

    listing = page.locator("#operations-companies-listCompanies")
    listing.click()
    listing.get_by_role("button", name="Try it out").click()
    listing.get_by_role("button", name="Execute").click()
    answer = listing.locator(".live-responses-table")
    expect(answer.locator("tbody td.response-col_status").first).to_contain_text("200")
    expect(answer).to_contain_text("株式会社大田精密")
    keep(page, "api-docs")
    assert elsewhere == []
    assert problems == []
