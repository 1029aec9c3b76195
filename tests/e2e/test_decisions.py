"""What people say about matches, in a browser: a rejection with its reason, and feedback."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import MatchFeedback
from matching.models import Match
from matching.rejections import PRICE, TIMING
from tests.e2e.conftest import keep
from tests.e2e.screens import enter
from tests.e2e.test_need_to_deal import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def match(context: BrowserContext, live_server: LiveServer) -> Match:
    """A need's first suggestion, and an officer who is signed in."""
    world = World()
    enter(context, live_server.url, world.officer, language="en")
    return Match.objects.get(company=world.best)


def test_an_officer_rejects_for_a_reason_that_is_counted_and_takes_it_back(
    page: Page, live_server: LiveServer, problems: list[str], match: Match
) -> None:
    page.goto(f"{live_server.url}/matches/{match.pk}/")
    page.get_by_role("link", name="Reject", exact=True).first.click()
    modal = page.locator("#modal")
    modal.get_by_role("button", name="Reject").click()
    expect(modal.get_by_text("This field is required.")).to_be_visible()
    modal.get_by_role("radio", name="Price too high").check(force=True)
    modal.get_by_role("radio", name="Firm").check(force=True)
    modal.locator("[name=words]").fill("20% above today's supplier")
    keep(page, "reject-1-form")
    modal.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("20% above today's supplier")).to_be_visible()
    match.refresh_from_db()
    assert (match.status, match.rejected_kind, match.rejected_by) == ("rejected", PRICE, "firm")

    page.goto(f"{live_server.url}/matches/rejections/")
    row = page.get_by_role("row").filter(has_text="Hanbit Mobility")
    expect(row.get_by_role("cell")).to_have_text(["Price too high 1", "1"])
    keep(page, "reject-2-counted")
    row.get_by_role("link", name="Price too high").click()
    page.get_by_role("button", name="Reconsider").click()
    expect(page.get_by_text("No match fits these filters")).to_be_visible()
    page.goto(f"{live_server.url}/matches/rejections/")
    expect(page.get_by_text("Nothing is rejected")).to_be_visible()
    match.refresh_from_db()
    assert (match.status, match.rejected_kind) == ("suggested", "")
    assert problems == []


def test_both_sides_are_heard_after_an_introduction(
    page: Page, live_server: LiveServer, problems: list[str], match: Match
) -> None:
    Match.objects.filter(pk=match.pk).update(status=Match.Status.INTRODUCED)
    page.goto(f"{live_server.url}/matches/{match.pk}/")
    panel = note(page)
    panel.get_by_role("radio", name="Wants a sample or a visit").check(force=True)
    panel.locator("[name=words]").fill("Five samples, please")
    panel.locator("[name=said_by]").fill("Purchasing")
    keep(page, "feedback-1-form")
    panel.get_by_role("button", name="Note feedback").click()
    said = page.get_by_role("region", name="What was said after the introduction")
    expect(said.get_by_role("listitem")).to_have_count(1)
    expect(said).to_contain_text("Five samples, please")

    panel = note(page)
    panel.get_by_role("radio", name="Company").check(force=True)
    panel.get_by_role("radio", name="Not now").check(force=True)
    panel.get_by_role("button", name="Note feedback").click()
    expect(panel.get_by_text("Say on which day to look again.")).to_be_visible()
    later = timezone.localdate() + dt.timedelta(days=30)
    panel.locator("[name=look_again_on]").fill(later.isoformat())
    panel.get_by_role("button", name="Note feedback").click()
    expect(said.get_by_role("listitem")).to_have_count(2)
    keep(page, "feedback-2-said")
    heard = MatchFeedback.objects.order_by("pk").values_list("side", "answer", "said_by")
    assert [*heard] == [("firm", "visit", "Purchasing"), ("company", "later", "")]
    match.refresh_from_db()
    assert (match.status, match.rejected_kind, match.look_again_on) == ("rejected", TIMING, later)

    page.get_by_role("button", name="Undo").click()
    expect(said.get_by_role("listitem")).to_have_count(1)
    match.refresh_from_db()
    assert match.status == "in_talks"  # as since the firm wants samples
    assert problems == []


def note(page: Page) -> Locator:
    """The form of feedback, opened in the panel."""
    page.get_by_role("link", name="Note feedback").first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("button", name="Note feedback")).to_be_visible()
    return panel
