"""The product's main job, in a browser, on the national register: find, log, move, match, share."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import Activity, Deal, User
from matching.models import Match
from prospects.models import Capability, Company, RegisterEntry
from prospects.register.load import load_register
from tests import copies, make
from tests.e2e.conftest import keep
from tests.prospects import register_files

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "nta" / "tokyo_ota-ku.csv.gz"

pytestmark = pytest.mark.django_db(transaction=True)


def t(text: str, **values: object) -> str:
    """A text of the interface in Korean, as it stands on the page."""
    with translation.override("ko"):
        translated = translation.gettext(text)
    return translated % values if values else translated


@pytest.fixture
def register(tmp_path: Path) -> None:
    """Ota Ward as the tax agency publishes it or, where that file is not at hand, a small one."""
    file = REAL
    if not file.exists():
        place = {
            "prefecture": "東京都",
            "city": "大田区",
            "prefecture_code": "13",
            "city_code": "111",
        }
        rows = [register_files.row(n, name=f"株式会社見本{n}製作所", **place) for n in range(1, 60)]
        file = tmp_path / "ota.csv"
        file.write_text(register_files.as_csv(rows), encoding="utf-8")
    load_register([file])


@pytest.fixture
def korea() -> None:
    """Reference data, and a Korean firm that needs cut parts."""
    copies.reference()
    firm = make.firm(name_ko="가온정밀(가상)", name_en="Gaon Precision (fictional)")
    machining = Capability.objects.get(key="machining")
    make.need(
        firm,
        name_ko="로봇 관절용 정밀 절삭 부품",
        capability=machining,
        site=make.site(firm),
        precision_um=10,
        monthly_volume=2000,
    )


def sign_in(page: Page, server: LiveServer, user: User) -> None:
    page.goto(f"{server.url}/accounts/login/")
    keep(page, "00-sign-in")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=t("Today"), level=1)).to_be_visible()
    keep(page, "01-today-empty")


def find_and_track(page: Page, server: LiveServer) -> Company:
    page.goto(f"{server.url}/register/")
    keep(page, "02-register")
    page.goto(f"{server.url}/register/?q=製作&cluster=ota-ward")
    rows = page.locator("#results tbody tr")
    expect(rows.first).to_contain_text("製作")
    keep(page, "03-register-found")
    rows.nth(2).get_by_role("button", name=t("Make prospect")).click()
    page.wait_for_url(re.compile(r"/companies/[0-9a-f-]{36}/"))
    company = Company.objects.get()
    entry = RegisterEntry.objects.get(pk=company.corporate_number)
    assert (company.name_ja, company.municipality_code) == (entry.name, "13111")
    assert company.cluster is not None
    assert company.cluster.key == "ota-ward"
    keep(page, "04-company")
    return company


def add_capability(page: Page, server: LiveServer, company: Company) -> None:
    page.goto(f"{server.url}/companies/{company.pk}/?tab=capabilities")
    page.get_by_role("link", name=t("Add a capability")).first.click()
    panel = page.locator("#panel")
    machining = Capability.objects.get(key="machining")
    panel.locator("[name=capability]").select_option(str(machining.pk))
    panel.locator("[name=precision_um]").fill("5")
    panel.locator("[name=monthly_volume]").fill("3000")
    panel.get_by_role("button", name=t("Save")).click()
    expect(page.locator("#record-tab tbody tr")).to_have_count(1)
    keep(page, "05-capabilities")


def log_and_plan(page: Page, server: LiveServer, company: Company) -> None:
    page.goto(f"{server.url}/companies/{company.pk}/")
    page.locator("main").get_by_role("link", name=t("Log a contact")).first.click()
    panel = page.locator("#panel")
    panel.get_by_label(t("What"), exact=True).fill("첫 통화: 해외 진출 의향 확인")
    panel.locator("[name=outcome]").fill("한국 동반투자에 관심. 자료 요청.")
    panel.locator("label", has_text=t("In 3 days")).first.click()
    keep(page, "06-log-a-contact")
    panel.get_by_role("button", name=t("Save")).click()
    expect(page.get_by_text("첫 통화: 해외 진출 의향 확인").first).to_be_visible()
    made = Activity.objects.get(status=Activity.Status.DONE)
    assert (made.company, made.subject) == (company, "첫 통화: 해외 진출 의향 확인")
    assert made.next_activity is not None
    assert made.next_activity.status == Activity.Status.PLANNED
    keep(page, "07-company-timeline")


def open_deal(page: Page, server: LiveServer, company: Company) -> Deal:
    page.goto(f"{server.url}/companies/{company.pk}/")
    page.locator("main").get_by_role("link", name=t("Open a deal")).first.click()
    panel = page.locator("#panel")
    panel.locator("[name=title]").fill("정밀 절삭 동반투자")
    panel.get_by_role("button", name=t("Open the deal")).click()
    page.wait_for_url(re.compile(r"/deals/[0-9a-f-]{36}/"))
    deal = Deal.objects.get()
    assert (deal.stage_id, [*deal.investors.all()]) == ("identified", [company])
    keep(page, "08-deal")
    return deal


def move_on_the_board(page: Page, server: LiveServer, deal: Deal) -> None:
    page.goto(f"{server.url}/deals/")
    card = page.locator("[data-card]", has_text=deal.title)
    expect(page.locator("[data-board]")).to_have_attribute("data-board-ready", "")
    with page.expect_response("**/move/"):
        card.drag_to(page.locator("[data-column=contacted]"))
    expect(page.locator("[data-column=contacted] [data-card]")).to_have_count(1)
    deal.refresh_from_db()
    assert deal.stage_id == "contacted"
    keep(page, "09-board")
    # The next stage lacks something: it is asked for on the spot.
    with page.expect_response("**/move/"):
        card.drag_to(page.locator("[data-column=consulting]"))
    modal = page.locator("#modal")
    expect(modal.locator(".missing")).to_have_count(1)
    keep(page, "10-what-is-missing")
    picker = modal.locator("[data-picker]", has=page.locator("[name^=firm]"))
    picker.get_by_role("combobox").press_sequentially("가온")
    picker.get_by_role("option", name=re.compile("가온정밀")).click()
    with page.expect_response("**/move/"):
        modal.locator("button[type=submit]").click()
    expect(page.locator("[data-column=consulting] [data-card]")).to_have_count(1)
    deal.refresh_from_db()
    assert (deal.stage_id, str(deal.firm)) == ("consulting", "가온정밀(가상)")


def look_at_matches(page: Page, server: LiveServer, company: Company) -> None:
    match = Match.objects.get()
    assert match.company == company
    page.goto(f"{server.url}/companies/{company.pk}/?tab=matches")
    line = page.locator(f"#match-{match.pk}")
    expect(line).to_contain_text("로봇 관절용 정밀 절삭 부품")
    expect(line.locator(".reasons li").first).to_be_visible()
    keep(page, "11-company-matches")
    page.goto(f"{server.url}/needs/{match.need_id}/")
    expect(page.locator(f"#match-{match.pk}")).to_contain_text(company.name_ja)
    keep(page, "12-need")
    page.goto(f"{server.url}/dashboard/")
    expect(page.locator("[data-chart] canvas").first).to_be_visible()
    keep(page, "13-dashboard")
    page.goto(f"{server.url}/")
    keep(page, "14-today")


def read_through_the_api(page: Page, server: LiveServer, deal: Deal) -> None:
    agency = make.agency()
    application = agency.application
    assert application is not None
    token = page.request.post(
        f"{server.url}/api/v1/token",
        form={
            "grant_type": "client_credentials",
            "client_id": application.client_id,
            "client_secret": make.PASSWORD,
        },
    ).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    nothing = page.request.get(f"{server.url}/api/v1/deals", headers=headers).json()
    assert nothing["results"] == []
    page.goto(f"{server.url}/deals/{deal.pk}/shares/")
    page.locator("main [name=agency]").select_option(str(agency.pk))
    page.locator("main").get_by_role("button", name=t("Share access"), exact=True).click()
    page.wait_for_url(re.compile(r"/deals/[0-9a-f-]{36}/$"))
    shared = page.request.get(f"{server.url}/api/v1/deals", headers=headers).json()
    assert [(row["title"], row["stage"]) for row in shared["results"]] == [
        (deal.title, "consulting")
    ]
    page.goto(f"{server.url}/api/v1/docs")
    page.wait_for_load_state("networkidle")
    keep(page, "15-api-docs")


def test_the_whole_path(
    page: Page,
    live_server: LiveServer,
    register: None,
    korea: None,
    problems: list[str],
) -> None:
    user = make.user(role=User.Role.MANAGER, name="김서연", team=make.team())
    sign_in(page, live_server, user)
    company = find_and_track(page, live_server)
    add_capability(page, live_server, company)
    log_and_plan(page, live_server, company)
    deal = open_deal(page, live_server, company)
    move_on_the_board(page, live_server, deal)
    look_at_matches(page, live_server, company)
    read_through_the_api(page, live_server, deal)
    assert problems == []
