"""From a need to a deal in a browser: filter, choose, compare, shortlist, introduce, go on."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import Activity, Deal
from matching.listing import list_first
from matching.models import Match, Need
from matching.shortlist import rescore
from prospects.models import Company
from tests import make
from tests.e2e.conftest import keep
from tests.e2e.screens import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class World:
    """A need, four companies of one cluster and two of another that fit it, and one left out."""

    def __init__(self) -> None:
        make.stages()
        self.officer = make.user(name="Officer Kim", team=make.team())
        iatf = make.certificate(name_en="IATF 16949")
        firm = make.firm(name_en="Hanbit Mobility", name_ko="", group_name="Hanbit")
        self.need = make.need(
            firm, name_en="Precision shafts", name_ko="", precision_um=10, monthly_volume=5000
        )
        self.need.certificates.add(iatf)
        self.suwa = make.cluster(name_en="Suwa")
        ota = make.cluster(name_en="Ota")
        self.best = self.company("Aoba Seiki", self.suwa, precision_um=5, monthly_volume=9000)
        self.second = self.company("Bizen Works", self.suwa, precision_um=20)
        self.out = self.company("Chiyo Turning", self.suwa, precision_um=5)
        make.company_certificate(self.best, iatf)
        make.company_certificate(self.out, make.certificate(name_en="ISO 9001"))
        make.intent(self.best, horizon_months=6, keeps_home_base=True)
        make.customer(self.best, name="Hanbit", share_percent=25)
        for name in ("Daito Parts", "Echigo Shafts"):
            self.company(name, ota)
        for name in ("Fuji Lathe", "Gifu Machining"):
            self.company(name, self.suwa)
        rescore()

    def company(self, name: str, cluster: object, **skill: object) -> Company:
        company = make.company(name_en=name, cluster=cluster, employees=40)
        make.company_capability(company, self.need.capability, **skill)
        return company


def test_an_officer_compares_introduces_and_lands_on_the_deal(
    page: Page, context: BrowserContext, live_server: LiveServer, problems: list[str]
) -> None:
    world = World()
    enter(context, live_server.url, world.officer, language="en")
    page.goto(f"{live_server.url}/needs/{world.need.pk}/")
    bar = choose(page, world)
    bar.get_by_role("button", name=re.compile("Compare")).press("Enter")
    compare(page, world)
    shortlist_and_introduce(page)
    match = Match.objects.get(company=world.best)
    deal = Deal.objects.get()
    step = Activity.objects.get()
    assert (match.status, deal.match, deal.need) == (Match.Status.INTRODUCED, match, world.need)
    assert [each.company for each in deal.deal_investors.all()] == [world.best]
    assert (step.deal, step.company, step.need) == (deal, world.best, world.need)
    assert (step.subject, step.status) == ("Call the owner", Activity.Status.PLANNED)
    assert problems == []


def test_what_is_chosen_stays_when_an_awaited_list_arrives(
    page: Page, context: BrowserContext, live_server: LiveServer, problems: list[str]
) -> None:
    world = World()
    Need.objects.filter(pk=world.need.pk).update(updated_at=timezone.now())
    enter(context, live_server.url, world.officer, language="en")
    page.goto(f"{live_server.url}/needs/{world.need.pk}/")
    awaited = page.get_by_text("Its list is being made anew")
    expect(awaited).to_be_visible()
    box_of(page, "Aoba Seiki").press("Space")
    list_first([world.need.pk])
    expect(awaited).to_have_count(0)
    box_of(page, "Bizen Works").press("Space")
    expect(page.locator("#compare").get_by_role("checkbox")).to_have_count(2)
    expect(box_of(page, "Aoba Seiki")).to_be_checked()
    assert problems == []


def test_a_server_that_is_away_is_said_once(
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    world = World()
    Need.objects.filter(pk=world.need.pk).update(updated_at=timezone.now())
    enter(context, live_server.url, world.officer, language="en")
    failed: list[str] = []

    def away(route: Route) -> None:
        if route.request.headers.get("hx-target") == "ranked" and len(failed) < 4:
            failed.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/*", away)
    page.goto(f"{live_server.url}/needs/{world.need.pk}/")
    error = page.locator(".toast-error")
    expect(error).to_have_count(1)
    list_first([world.need.pk])
    expect(box_of(page, "Aoba Seiki")).to_be_visible()
    assert len(failed) == 4
    expect(error).to_have_count(1)


def box_of(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=re.compile(f"^Compare.*{name}"))


def choose(page: Page, world: World) -> Locator:
    """Narrowed to one cluster, three are chosen, of which one is left out; the fifth cannot be."""
    box = page.get_by_role("checkbox", name=re.compile("^Compare"))
    expect(box).to_have_count(7)
    box_of(page, "Daito Parts").press("Space")
    page.locator("select[name=cluster]").select_option(str(world.suwa.pk))
    expect(box).to_have_count(5)  # the list is narrowed, what is left out stays
    bar = page.locator("#compare")
    chosen = bar.get_by_role("checkbox")
    expect(bar).to_contain_text("Daito Parts")  # chosen before, and not in sight
    for name in ("Aoba Seiki", "Bizen Works", "Chiyo Turning"):
        box_of(page, name).press("Space")
    expect(chosen).to_have_count(4)
    expect(box_of(page, "Fuji Lathe")).to_be_disabled()
    expect(bar).to_contain_text("Four are chosen")
    bar.get_by_role("checkbox", name="Daito Parts").press("Space")
    expect(chosen).to_have_count(3)
    expect(box_of(page, "Fuji Lathe")).to_be_enabled()
    keep(page, "need-1-chosen")
    return bar


def compare(page: Page, world: World) -> None:
    """What stands side by side can be shared by its address, and folded to what differs."""
    expect(page.get_by_role("heading", name="Compare companies")).to_be_visible()
    three = [str(each.pk) for each in (world.best, world.second, world.out)]
    assert parse_qs(urlsplit(page.url).query) == {"company": three}
    table = page.get_by_role("table", name="Companies side by side")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    tolerance = table.get_by_role("row").filter(has_text="Tolerance asked")
    expect(tolerance.get_by_role("cell")).to_have_text([r"±5 µm", r"±20 µm", r"±5 µm"])
    musts = table.get_by_role("row").filter(has_text="Certificates required")
    expect(musts.get_by_role("cell")).to_have_text(
        ["Met", "Not known", re.compile("Not met.*Lacks a required certificate", re.DOTALL)]
    )
    keep(page, "need-2-compared")
    employees = table.get_by_role("rowheader", name="Employees")
    expect(employees).to_be_visible()
    page.get_by_role("link", name="Only differences").click()
    expect(employees).to_have_count(0)


def shortlist_and_introduce(page: Page) -> None:
    """Decided where they are compared; the introduction opens the deal and plans the next step."""
    first = page.locator("tfoot td").first
    first.get_by_role("button", name="Shortlist").click()
    expect(page.get_by_role("heading", name="Compare companies")).to_be_visible()
    first.get_by_role("link", name="Introduce").press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_label("Title of the deal")).not_to_be_empty()
    panel.locator("[name=next_in]").nth(1).check(force=True)
    panel.locator("[name=next_subject]").fill("Call the owner")
    keep(page, "need-3-introduce")
    panel.get_by_role("button", name="Introduce").click()
    expect(page.get_by_text("Introduced, and the deal is open.")).to_be_visible()
    facts = page.locator("dl.facts")
    expect(facts.get_by_text("From match")).to_be_visible()
    expect(facts.get_by_role("link", name="Precision shafts")).to_be_visible()
    expect(page.get_by_role("link", name="Call the owner")).to_be_visible()
    keep(page, "need-4-deal")
