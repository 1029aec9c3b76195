"""A daily register file closes and merges tracked companies: told, flagged, the successor near."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import ngettext
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import User
from prospects.models import Company, RegisterEntry
from prospects.register import track
from tests import make
from tests.e2e import screens
from tests.e2e.conftest import keep
from tests.e2e.test_whole_path import t
from tests.prospects.register_files import number, row, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Without readings, or all of them would read alike and be asked about as duplicates.
OTA = {
    "prefecture": "東京都",
    "city": "大田区",
    "prefecture_code": "13",
    "city_code": "111",
    "kana": "",
}
NAMES = dict(
    enumerate(["株式会社架空鍍金", "株式会社仮名精密", "株式会社承継製作所", "株式会社移転工業"], 1)
)


def daily(index: int, **values: str) -> list[str]:
    base = {"update_date": "2026-08-21", "change_date": "2026-08-19", "name": NAMES[index]}
    return row(index, **{**OTA, **base, **values})


@pytest.fixture
def officer(tmp_path: Path) -> User:
    """Somebody who covers three companies of the register, before the daily file comes."""
    user = make.user(username="officer", team=make.team())
    make.cluster(key="ota", name_ko="오타구", municipality_codes=["13111"])
    stock = [row(n, update_date=f"20{15 + n}-01-01", **OTA, name=NAMES[n]) for n in NAMES]
    call_command("load_register", write(tmp_path / "stock.csv", stock), verbosity=0)
    for n in (1, 2, 4):
        company = track(RegisterEntry.objects.get(pk=number(n)))
        assert isinstance(company, Company)
        make.coverage(company, user)
    return user


def test_from_the_daily_file_to_the_successor(
    page: Page, live_server: LiveServer, officer: User, problems: list[str], tmp_path: Path
) -> None:
    closing = {"process": "21", "close_date": "2026-08-19"}
    changes = [
        daily(1, **closing, close_cause="11", successor_number=number(3)),
        daily(2, **closing, close_cause="21"),
        daily(4, process="12", street="別町９番地"),
        row(
            5,
            **OTA,
            name="株式会社新設鍍金",
            update_date="2026-08-21",
            assignment_date="2026-08-20",
        ),
    ]
    screens.enter(page.context, live_server.url, officer)

    # A search of the register is watched before the file comes.
    page.goto(f"{live_server.url}/register/?q=鍍金&cluster=ota")
    page.get_by_role("link", name=t("Watch this search")).click()
    dialog = page.locator("#modal")
    dialog.get_by_role("button", name=t("Watch"), exact=True).click()
    expect(page.locator(".toast")).to_contain_text(
        t("Watched. New hits come with the next daily file.")
    )

    call_command("load_register", write(tmp_path / "diff.csv", changes), verbosity=0)
    call_command("follow_register", verbosity=0)

    # The bell tells of three companies and of one hit.
    page.goto(live_server.url)
    bell = page.locator(".bell")
    expect(bell).to_contain_text("4")
    bell.click()
    news = page.locator(".news.is-new")
    expect(news).to_have_count(4)
    keep(page, "notifications")

    # The merged one is flagged, and its successor one click away.
    page.get_by_role("link", name=f"{NAMES[1]}: {t('Merged into another company')}").click()
    flag = page.locator(".standing")
    expect(flag).to_contain_text(NAMES[3])
    expect(page.locator(".timeline")).to_contain_text(t("Merged into another company"))
    keep(page, "company-merged")
    flag.get_by_role("button", name=t("Make the successor a prospect")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAMES[3])
    merged = Company.objects.get(corporate_number=number(1))
    page.goto(f"{live_server.url}/companies/{merged.pk}/")
    page.locator(".standing").get_by_role("link", name=t("Open the successor")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAMES[3])

    # Of the one that moved both addresses are shown, and the registered one is taken over.
    moved = Company.objects.get(corporate_number=number(4))
    page.goto(f"{live_server.url}/companies/{moved.pk}/")
    review = page.locator(".review")
    expect(review).to_contain_text("別町９番地")
    review.get_by_role("button", name=t("Take over")).click()
    expect(page.locator(".review")).to_have_count(0)
    moved.refresh_from_db()
    assert moved.street == "別町９番地"

    # What the watch found becomes a prospect.
    page.goto(f"{live_server.url}/watches/")
    page.locator("main .rows a").first.click()
    page.get_by_role("checkbox", name=t("Choose all on this page")).check()
    page.get_by_role("button", name=t("Make the chosen prospects")).click()
    with translation.override("ko"):
        tracked = ngettext("%(count)d is now tracked.", "%(count)d are now tracked.", 1)
    expect(page.locator(".toast")).to_contain_text(tracked % {"count": 1})
    assert Company.objects.filter(corporate_number=number(5), name_ja="株式会社新設鍍金").exists()

    # The bell counts what is left, and nothing once all is seen.
    bell.click()
    page.get_by_role("button", name=t("Mark all as seen")).click()
    expect(page.locator(".bell-count")).to_have_count(0)
    assert problems == []
