"""A duplicate in a browser: warned of, saved anyway, merged side by side, and undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import User
from prospects.models import Company
from tests import make
from tests.e2e.conftest import keep
from tests.e2e.screens import enter
from tests.e2e.test_whole_path import t

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_duplicate_is_warned_of_merged_and_taken_back(
    page: Page, context: BrowserContext, live_server: LiveServer, problems: list[str]
) -> None:
    first = make.company(
        name_ja="株式会社高橋精機", name_ko="다카하시정기", city="大田区", employees=10
    )
    make.contact(first, name="試験 太郎")
    make.activity(company=first, subject="첫 통화")
    enter(context, live_server.url, make.user(role=User.Role.ANALYST))

    _warned_and_saved_anyway(page, live_server.url)
    second = Company.objects.exclude(pk=first.pk).get()
    make.contact(second, name="試験 花子")

    # From the list of duplicates to both side by side, to one.
    page.goto(f"{live_server.url}/duplicates/")
    keep(page, "merge-1-duplicates")
    page.get_by_role("button", name=t("Compare and merge")).click()
    row = page.get_by_role("group", name=t("employees").capitalize())
    row.get_by_label("12").check()
    keep(page, "merge-2-side-by-side")
    page.get_by_role("button", name=t("Merge"), exact=True).click()
    expect(page.get_by_text(t("Merged with %s") % second)).to_be_visible()
    keep(page, "merge-3-merged")
    assert Company.objects.get().employees == 12

    # Something happens since; the old address leads here; then it is undone from the list.
    make.activity(company=Company.objects.get(), subject="그 뒤의 통화")
    page.goto(f"{live_server.url}/companies/{second.pk}/")
    expect(page).to_have_url(f"{live_server.url}/companies/{first.pk}/")
    page.goto(f"{live_server.url}/duplicates/merges/")
    page.get_by_role("link", name=t("Undo")).click()
    panel = page.locator("#panel")
    expect(panel.get_by_text(t("Goes back"))).to_be_visible()
    keep(page, "merge-4-undo")
    panel.get_by_role("button", name=t("Undo the merge")).click()
    expect(page).to_have_url(f"{live_server.url}/companies/{first.pk}/")
    undone = t("Undone: %(names)s has a record of its own again.", names=second)
    expect(page.get_by_text(undone).first).to_be_visible()
    page.goto(f"{live_server.url}/companies/{second.pk}/?tab=contacts")
    expect(page.get_by_text("試験 花子", exact=True)).to_be_visible()
    found = {each.pk: each.employees for each in Company.objects.all()}
    assert found == {first.pk: 10, second.pk: 12}
    assert problems == []


def _warned_and_saved_anyway(page: Page, server: str) -> None:
    """In the side panel: a warning while typing, a question on saving, and the way through."""
    page.goto(f"{server}/companies/")
    page.locator("main a[href='/companies/new/']").first.click()
    panel = page.locator("#panel")
    panel.locator("[name=name_ja]").press_sequentially("高橋精機")
    expect(panel.get_by_text(t("Probably here already"))).to_be_visible()
    keep(page, "merge-0-warned")
    panel.locator("[name=city]").fill("大田区")
    panel.locator("[name=employees]").fill("12")
    panel.get_by_role("button", name=t("Save"), exact=True).click()
    asked = t("Is it one of these? Open it, or save a new one anyway.")
    expect(panel.get_by_text(asked)).to_be_visible()
    panel.get_by_role("button", name=t("Save anyway")).click()
    expect(page.get_by_text(t("Company added."))).to_be_visible()
