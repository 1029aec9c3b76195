"""A name heard on the phone, typed in Hangul into the top bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from prospects.register import load_register
from tests import make
from tests.e2e import screens
from tests.e2e.conftest import keep
from tests.e2e.test_whole_path import t
from tests.prospects.register_files import row, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _register(tmp_path: Path) -> None:
    rows = [
        row(1, name="株式会社松本製作所", kana="マツモトセイサクショ"),
        row(2, name="有限会社フルヤ工業", kana="フルヤコウギョウ"),
        row(3, name="株式会社高田鉄工所", kana="タカダテッコウショ"),
    ]
    load_register([write(tmp_path / "heard.csv", rows)])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("마쓰모토제작소", "株式会社松本製作所"),
        ("마츠모토 제작소", "株式会社松本製作所"),
        ("푸르야공업", "有限会社フルヤ工業"),
        ("타카다철공소", "株式会社高田鉄工所"),
    ],
)
def test_what_was_heard_is_found(
    page: Page, live_server: LiveServer, problems: list[str], typed: str, name: str
) -> None:
    screens.enter(page.context, live_server.url, make.user())
    page.goto(f"{live_server.url}/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    hits = (
        page.locator("#search-results a")
        .filter(has_text="株式会社")
        .or_(page.locator("#search-results a").filter(has_text="有限会社"))
    )
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(typed)
    expect(page.locator("main").get_by_role("link", name=name)).to_be_visible()
    keep(page, f"search-{typed}")
    page.locator("main").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("button", name=t("Make prospect"))).to_be_visible()
    assert problems == []
