"""On a phone 390 pixels wide, what an officer needs is at hand."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import Activity, User
from matching.shortlist import rescore
from tests import make
from tests.e2e import screens
from tests.e2e.test_whole_path import t

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def test_the_main_actions_are_at_the_thumb(page: Page, live_server: LiveServer) -> None:
    screens.load(small=True)
    manager = User.objects.get(username="manager")
    screens.enter(page.context, live_server.url, manager)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a literal's keys are only strings
    page.goto(f"{live_server.url}/")

    bar = page.get_by_role("navigation", name=t("Quick"))
    expect(bar.get_by_role("listitem")).to_have_text(
        [t("Today"), t("Companies"), t("Log it"), t("Pipeline"), t("Menu")]
    )
    for link in bar.locator("a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
        assert min(box["width"], box["height"]) >= 44  # a finger's width

    # The drawer opens, leads on, and Escape gives the focus back.
    menu = bar.get_by_role("button", name=t("Menu"))
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()

    # A contact is logged from the bar; the form's button stays in sight.
    bar.get_by_role("link", name=t("Log it")).click()
    panel = page.locator("#panel")
    save = panel.get_by_role("button", name=t("Save"))
    expect(save).to_be_in_viewport()
    picker = panel.get_by_role("combobox")
    picker.press_sequentially("試験")
    panel.get_by_role("option").first.click()
    panel.locator("[name=subject]").fill("통화")
    save.click()
    expect(page.locator(".toast")).to_contain_text(t("Logged: %(subject)s", subject="통화"))
    made = Activity.objects.get()
    assert (made.subject, made.status, made.owner) == ("통화", Activity.Status.DONE, manager)
    assert made.done_at is not None
    assert made.done_at <= timezone.now()


def test_a_needs_list_is_in_reach(page: Page, live_server: LiveServer) -> None:
    make.stages()
    officer = make.user(team=make.team())
    need = make.need(site=None, materials=["s45c"], description="긴 설명 " * 40)
    for _ in range(12):
        make.company_capability(make.company(), need.capability)
    rescore()
    screens.enter(page.context, live_server.url, officer)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/needs/{need.pk}/")

    first = page.locator(".match").first
    expect(first).to_be_in_viewport()

    # The facts that say less are there when they are asked for.
    facts = page.get_by_role("region", name=t("What is wanted"))
    expect(facts.get_by_text(t("Description"), exact=True)).to_be_hidden()
    facts.get_by_label(t("All conditions")).check()
    expect(facts.get_by_text(t("Description"), exact=True)).to_be_visible()

    # What stands behind a long list is one step away, from anywhere on the page.
    jumps = page.get_by_role("navigation", name=t("On this page"))
    packages = page.get_by_role("heading", name=t("Packages"))
    expect(packages).not_to_be_in_viewport()
    jumps.get_by_role("link", name=t("Packages")).click()
    expect(packages).to_be_in_viewport()
    jumps.get_by_role("link", name=t("Companies that fit")).click()
    expect(first).to_be_in_viewport()

    # On a desk everything stands beside the list.
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(jumps).to_be_hidden()
    facts_box, list_box = facts.bounding_box(), page.locator("#ranked").bounding_box()
    assert facts_box is not None
    assert list_box is not None
    assert (facts_box["y"], facts_box["x"] < list_box["x"]) == (list_box["y"], True)
