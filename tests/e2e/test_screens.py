"""Every screen: open to everybody (WCAG 2.2 A and AA), and fit for a phone.

Each is loaded once, and then turned: loading is most of the time. Forms share their parts with the
dialogs of `test_accessibility`; what is coloured on records is on lists too.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from crm.models import User
from tests.e2e import screens
from tests.e2e.test_accessibility import COLOURS, SHELL, wrong
from tests.e2e.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1440, "height": 900}

# Parts that stick out of the window and cannot be reached by scrolling a box of their own.
WIDE = """() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > width
        ? [...document.querySelectorAll('main *')]
            .filter(each => each.getBoundingClientRect().right > width + 1)
            .slice(0, 5).map(each => each.outerHTML.slice(0, 80))
        : [];
}"""

# Two frames later, the new colours are those that are computed.
PAINTED = "() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))"


@pytest.mark.parametrize(
    ("addresses", "audited", "in_the_dark"),
    [(screens.lists, True, True), (screens.records, True, False), (screens.forms, False, False)],
    ids=["lists", "records", "forms"],
)
def test_every_screen_stands_on_a_desk_on_a_phone_and_in_the_dark(
    page: Page,
    live_server: LiveServer,
    addresses: Callable[[], list[str]],
    audited: bool,
    in_the_dark: bool,
) -> None:
    screens.load()
    screens.enter(page.context, live_server.url, User.objects.get(username="manager"))
    # Turned without motion, so that no colour is on its way from one theme to the other.
    page.emulate_media(reduced_motion="reduce")
    wide, found = {}, []
    if not audited:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a literal's keys are only strings
    for at, address in enumerate(addresses()):
        without = SHELL if at else []
        page.emulate_media(color_scheme="light")
        answer = page.goto(f"{live_server.url}{address}")
        assert (address, answer and answer.status) == (address, 200)
        if audited:
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # as above
        if parts := page.evaluate(WIDE):
            wide[address] = parts
        if audited:
            page.set_viewport_size(DESK)  # type: ignore[arg-type]  # as above
            found += wrong(page, f"{address} light", without=without)
        if in_the_dark:
            page.emulate_media(color_scheme="dark")
            page.evaluate(PAINTED)
            found += wrong(page, f"{address} dark", COLOURS, without=without)
    assert (wide, found) == ({}, [])
