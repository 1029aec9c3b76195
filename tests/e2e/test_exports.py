"""A list as a file, by keys alone: at once where it is small, fetched later where it is large."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from crm.exports import making
from crm.models import Export, User
from tests import make
from tests.e2e import screens
from tests.e2e.test_whole_path import t

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _list(page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path) -> None:
    """Three companies, of which a filter leaves two, and an officer who looks at them."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    for name, employees in (("甲", 30), ("乙", 5), ("丙", 20)):
        make.company(name_ja=name, employees=employees)
    screens.enter(page.context, live_server.url, make.user())
    page.goto(f"{live_server.url}/companies/?employees_min=10&sort=-employees")


def test_a_small_list_comes_at_once(
    page: Page, live_server: LiveServer, tmp_path: Path, problems: list[str]
) -> None:
    page.get_by_role("link", name=t("Export"), exact=True).press("Enter")
    dialog = page.locator("#modal")
    expect(dialog.locator("dd").first).to_have_text("2")
    expect(dialog.get_by_label("Excel")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("CSV")).to_be_checked()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#results tbody tr")).to_have_count(2)
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    assert kept.suffix == ".csv"
    assert kept.read_bytes().startswith(b"\xef\xbb\xbf")
    with kept.open(encoding="utf-8-sig", newline="") as file:
        _heading, *rows = csv.reader(file)
    assert [row[1] for row in rows] == ["甲", "丙"]
    assert problems == []


def test_a_large_one_is_fetched_from_its_page(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, problems: list[str]
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 1)
    page.get_by_role("link", name=t("Export"), exact=True).press("Enter")
    page.locator("#modal").get_by_role("button", name=t("Export")).press("Enter")
    page.wait_for_url(f"{live_server.url}/exports/")
    row = page.locator("#results tbody tr")
    with page.expect_download() as download:
        row.get_by_role("link", name=t("Download")).press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Export.objects.get().rows == 2
    assert problems == []


def test_one_in_the_making_shows_how_far_it_is_and_can_be_cancelled(
    page: Page, live_server: LiveServer, problems: list[str]
) -> None:
    export = make.export(User.objects.get(), state=Export.State.RUNNING, total=200, rows=50)
    page.goto(f"{live_server.url}/exports/")
    row = page.locator("#results tbody tr")
    progress = row.get_by_role("progressbar")
    expect(progress).to_have_attribute("value", "50")
    Export.objects.update(rows=150)
    expect(progress).to_have_attribute("value", "150", timeout=10_000)
    row.get_by_role("button", name=t("Cancel")).press("Enter")
    expect(row.get_by_role("button", name=t("Make again"))).to_be_visible()
    export.refresh_from_db()
    assert export.state == Export.State.CANCELLED
    assert problems == []
