"""Maps keep the proportions of the land at every width."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.e2e import screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Pixels that a degree of longitude and one of latitude take in the middle of Korea.
DEGREES = """
() => {
  const chart = window.echarts.getInstanceByDom(document.querySelector("[data-chart]"));
  const at = (place) => chart.convertToPixel("geo", place);
  const [[west, north], [east, south]] = [at([127, 37]), at([128, 36])];
  return [east - west, south - north];
}
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_map_is_not_stretched(page: Page, live_server: LiveServer, width: int) -> None:
    screens.enter(page.context, live_server.url, make.user(team=make.team()))
    make.site(make.firm(), latitude=37.3, longitude=126.8)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/firms/")
    page.locator("[data-drawn]").wait_for()
    for wide in (width, 1000, width):  # also once the window has changed
        page.set_viewport_size({"width": wide, "height": 900})
        page.wait_for_timeout(100)
        across, up = page.evaluate(DEGREES)
        assert across / up == pytest.approx(math.cos(math.radians(36.5)), rel=0.03)
