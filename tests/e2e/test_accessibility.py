"""What axe finds on a page against WCAG 2.2 A and AA; dialogs, refused forms, signing in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from crm.models import User
from tests.e2e import screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FULL = {"type": "tag", "values": RULES}
# What a theme changes is colour; the rest of a page stands as it was.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
AXE = Axe().axe_script

# What stands around every page alike: looked at on one of many, it need not be on the others.
SHELL = [".sidebar", ".topbar", ".bottombar", "#shortcuts"]

# Rows after the first ones repeat them, and cost axe most of its time.
SHORTEN = """document.querySelectorAll(
    'tbody tr:nth-child(n+5), main li:nth-child(n+6), [data-card]:nth-child(n+3)'
).forEach(each => each.remove())"""

# Of its answer only what is read here is handed over: the whole of it is long.
AUDIT = """([without, options]) => axe.run({exclude: without}, options).then(
    ({violations}) => violations.flatMap(
        ({id, nodes}) => nodes.map(node => `${id}: ${node.target} ${node.failureSummary}`)
    )
)"""


def wrong(
    page: Page, where: str, rules: dict[str, Any] = FULL, *, without: Sequence[str] = ()
) -> list[str]:
    """What axe finds on the page as it stands, but for the parts `without`: one line an element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
        page.evaluate(SHORTEN)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    return [f"{where} {found}" for found in page.evaluate(AUDIT, [[*without], options])]


def test_open_dialogs_and_refused_forms_are_accessible(page: Page, live_server: LiveServer) -> None:
    screens.load(small=True)
    screens.enter(page.context, live_server.url, User.objects.get(username="manager"))
    page.goto(f"{live_server.url}/")
    page.keyboard.press("c")
    panel = page.locator("#panel")
    panel.locator("form").wait_for()
    found = wrong(page, "log")
    with page.expect_response("**/activities/new/") as answer:
        panel.locator("button[type=submit]").click()
    assert answer.value.status == 422
    panel.locator("[aria-invalid=true]").first.wait_for()
    found += wrong(page, "log refused")
    page.goto(f"{live_server.url}/accounts/logout/")
    found += wrong(page, "sign out")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    found += wrong(page, "sign in")
    page.goto(f"{live_server.url}/nowhere/")
    found += wrong(page, "not found")
    assert found == []
