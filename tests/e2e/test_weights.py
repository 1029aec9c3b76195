"""Weights in a browser: a slider moves ranks at once; a version is saved, used and undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import User
from matching.models import Match, WeightProfile
from matching.scoring import PARTS
from matching.shortlist import rescore
from tests import make
from tests.e2e.conftest import keep
from tests.e2e.screens import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class World:
    """A need and two companies that do the work: by the standard weights the large one leads, by
    intent alone the willing one."""

    def __init__(self) -> None:
        self.manager = make.user(role=User.Role.MANAGER, name="Boss")
        self.need = make.need(name_en="Shafts", name_ko="")
        self.large = make.company(name_en="Large Works", employees=300)
        self.willing = make.company(name_en="Willing Works", employees=5)
        for each in (self.large, self.willing):
            make.company_capability(each, self.need.capability)
        make.intent(self.large, mode="alone", target_countries=["VN"])
        make.intent(self.willing, horizon_months=6, keeps_home_base=True)
        rescore()

    def ranked(self) -> list[str]:
        """The names of the need's stored list, the first first."""
        return [match.company.name_en for match in Match.objects.filter(need=self.need).ranked()]


def test_a_manager_moves_a_slider_saves_uses_and_undoes(
    page: Page, context: BrowserContext, live_server: LiveServer, problems: list[str]
) -> None:
    world = World()
    assert world.ranked() == ["Large Works", "Willing Works"]
    enter(context, live_server.url, world.manager, language="en")
    page.goto(f"{live_server.url}/matching/profiles/new/")
    ranks = page.get_by_role("region", name=re.compile("Shafts"))
    expect(ranks.get_by_role("rowheader")).to_have_text(names("Large Works", "Willing Works"))
    only_intent(page)
    expect(ranks.get_by_role("rowheader")).to_have_text(names("Willing Works", "Large Works"))
    willing = ranks.get_by_role("row").filter(has_text="Willing Works")
    expect(willing.get_by_role("img", name="up")).to_be_visible()
    expect(page.get_by_text("Lists that change")).to_be_visible()
    keep(page, "weights-1-preview")
    save(page)
    assert world.ranked() == ["Large Works", "Willing Works"]  # nothing before it is in use
    use(page)
    assert (in_use(), world.ranked()) == (2, ["Willing Works", "Large Works"])
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Use this version")).to_have_count(0)
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    assert (in_use(), world.ranked()) == (1, ["Large Works", "Willing Works"])
    assert problems == []


def names(*each: str) -> list[re.Pattern[str]]:
    return [re.compile(name) for name in each]


def slider(page: Page, part: str) -> Locator:
    return page.get_by_role("slider", name=part.capitalize())


def only_intent(page: Page) -> None:
    """Every other part to nothing, by the keyboard; the shares follow."""
    for part in PARTS:
        slider(page, part).press("End" if part == "intent" else "Home")
    share = page.locator("#weights li").filter(has=slider(page, "intent")).locator("output")
    expect(share).to_have_text("100%")


def save(page: Page) -> None:
    page.locator("[name=note]").fill("Who wants to come, first")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()
    made = WeightProfile.objects.get(revision=2)
    weights = {part: getattr(made, part) for part in PARTS if getattr(made, part)}
    assert ({*weights}, made.is_active, made.made_by) == ({"intent"}, False, "Boss")


def use(page: Page) -> None:
    page.get_by_role("link", name="Use this version").click()
    modal = page.locator("#modal")
    expect(modal).to_contain_text("What people decided about matches stays.")
    modal.get_by_role("button", name="Use this version").click()
    expect(page.get_by_text("in use", exact=True)).to_be_visible()
    keep(page, "weights-2-used")


def in_use() -> int:
    return WeightProfile.objects.get(is_active=True).revision
