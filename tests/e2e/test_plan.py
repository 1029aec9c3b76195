"""A plan of introductions in a browser: made, pinned, excluded, solved again, approved."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import Activity, IntroductionPlan, PlannedIntroduction
from matching.models import Match
from tests.crm.planning.test_planning import World
from tests.e2e.conftest import keep
from tests.e2e.screens import enter

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plan_is_edited_solved_again_and_approved(
    page: Page, context: BrowserContext, live_server: LiveServer, problems: list[str]
) -> None:
    world = World()
    enter(context, live_server.url, world.boss, language="en")
    page.goto(f"{live_server.url}/plans/")
    page.locator("main a[href='/plans/new/']").first.click()
    panel = page.locator("#panel")
    for field in ("per_company", "per_need"):
        panel.locator(f"[name={field}]").fill("1")
    panel.get_by_role("button", name="Solve", exact=True).click()
    expect(page.get_by_role("heading", name="What binds")).to_be_visible()
    plan = IntroductionPlan.objects.get()
    assert states(plan) == {("First", "b", "proposed"), ("Second", "a", "proposed")}
    keep(page, "plan-1-solved")

    row = page.get_by_role("row").filter(has_text="Second")
    row.get_by_role("button", name="Pin", exact=True).click()
    expect(page.get_by_text("Changed since it was solved", exact=False)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="First")
    row.get_by_role("link", name="Exclude").click()
    modal = page.locator("#modal")
    modal.get_by_role("button", name="Exclude").click()
    expect(modal.locator("[name=reason]")).to_have_attribute("aria-invalid", "true")
    modal.locator("[name=reason]").fill("They are rivals")
    modal.get_by_role("button", name="Exclude").click()
    expect(page.get_by_text("Excluded: First")).to_be_visible()
    page.get_by_role("button", name="Solve again").click()
    expect(page.get_by_text("solved", exact=True).first).to_be_visible()
    assert states(plan) == {("First", "b", "excluded"), ("Second", "a", "pinned")}
    page.get_by_role("link", name="Excluded 1").click()
    expect(page.get_by_text("They are rivals")).to_be_visible()
    keep(page, "plan-2-excluded")

    page.get_by_role("link", name="Approve", exact=True).click()
    keep(page, "plan-3-approve")
    modal.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved by Boss", exact=False)).to_be_visible()
    keep(page, "plan-4-approved")
    assert Match.objects.get(company=world.second).status == Match.Status.SHORTLISTED
    planned = Activity.objects.get()
    assert (planned.owner, planned.company) == (world.officer, world.second)
    assert problems == []


def states(plan: IntroductionPlan) -> set[tuple[str, str, str]]:
    rows = PlannedIntroduction.objects.filter(plan=plan).select_related("company", "need")
    return {(row.company.name_en, row.need.name_ko, row.state) for row in rows}
