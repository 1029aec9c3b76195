"""Without a mouse: the shortcuts, logging a contact, dialogs and taking back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from crm.models import Activity, User
from prospects.models import Company
from tests import make
from tests.e2e import screens
from tests.e2e.test_whole_path import t

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(page: Page, live_server: LiveServer) -> User:
    """An officer who looks at Today."""
    user = make.user(team=make.team())
    screens.enter(page.context, live_server.url, user)
    return user


@pytest.fixture
def company() -> Company:
    make.company(name_ja="株式会社大森鍛造")
    return make.company(name_ja="株式会社大田精密", name_ko="오타정밀")


def test_a_contact_is_logged_by_keys_alone(
    page: Page, live_server: LiveServer, officer: User, company: Company
) -> None:
    page.goto(f"{live_server.url}/")
    page.keyboard.press("c")
    panel = page.locator("#panel")
    who = panel.get_by_role("combobox")
    expect(who).to_be_focused()
    # Asked for are two things; the rest is filled in or may stay empty.
    asked = panel.locator("[required]").evaluate_all(
        "all => all.filter(each => each.type !== 'radio' && !each.value).map(each => each.name)"
    )
    assert asked == ["about_text", "subject"]

    page.keyboard.type("大")
    expect(panel.get_by_role("option")).to_have_count(2)
    chosen = panel.get_by_role("option", selected=True)
    first = chosen.inner_text()
    page.keyboard.press("ArrowDown")
    expect(chosen).not_to_have_text(first)
    while "大田精密" not in chosen.inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(panel.locator("[name=subject]")).to_be_focused()
    page.keyboard.type("첫 통화")
    page.keyboard.press("Enter")

    expect(page.locator(".toast")).to_contain_text(t("Logged: %(subject)s", subject="첫 통화"))
    expect(panel).to_be_hidden()
    made = Activity.objects.get()
    assert (made.company, made.subject, made.kind, made.status, made.owner) == (
        company,
        "첫 통화",
        Activity.Kind.CALL,
        Activity.Status.DONE,
        officer,
    )


def test_slash_searches_and_the_arrows_and_enter_lead_on(
    page: Page, live_server: LiveServer, officer: User, company: Company
) -> None:
    page.goto(f"{live_server.url}/activities/")
    page.keyboard.press("/")
    search = page.locator("#global-search")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.type("大田")
    expect(page.locator("#search-results")).to_contain_text("大田精密")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("大田精密")
    expect(page).to_have_url(f"{live_server.url}/search/?q=%E5%A4%A7%E7%94%B0")


def test_single_keys_are_letters_in_a_field(
    page: Page, live_server: LiveServer, officer: User
) -> None:
    page.goto(f"{live_server.url}/")
    page.keyboard.press("/")
    page.keyboard.type("c/?gd")
    expect(page.locator("#global-search")).to_have_value("c/?gd")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_g_and_a_letter_go_to_a_section_and_a_question_mark_lists_them(
    page: Page, live_server: LiveServer, officer: User
) -> None:
    page.goto(f"{live_server.url}/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page).to_have_url(f"{live_server.url}/activities/")


def test_escape_closes_a_dialog_and_the_focus_returns(
    page: Page, live_server: LiveServer, officer: User
) -> None:
    page.goto(f"{live_server.url}/companies/")
    opener = page.locator("main").get_by_role("link", name=t("Add company")).first
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.locator("form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_done_activity_is_planned_again_from_the_toast(
    page: Page, live_server: LiveServer, officer: User, company: Company
) -> None:
    due = timezone.now() - dt.timedelta(days=2)
    activity = make.activity(owner=officer, company=company, subject="견적", planned_for=due)
    page.goto(f"{live_server.url}/")
    page.get_by_role("button", name=t("Done: %(subject)s", subject="견적")).press("Enter")
    toast = page.locator(".toast", has_text="견적")
    undo = toast.get_by_role("button", name=t("Undo"))
    expect(undo).to_be_visible()
    activity.refresh_from_db()
    assert activity.status == Activity.Status.DONE
    undo.press("Enter")
    expect(page.locator(".toast")).to_contain_text(t("Taken back."))
    activity.refresh_from_db()
    assert (activity.status, activity.planned_for, activity.done_at) == (
        Activity.Status.PLANNED,
        due,
        None,
    )


def test_who_types_before_a_dialog_has_settled_stays_in_the_field(
    page: Page, live_server: LiveServer, officer: User, company: Company
) -> None:
    page.goto(f"{live_server.url}/companies/{company.pk}/")
    page.evaluate(
        """() => document.body.addEventListener("htmx:afterSwap", (event) =>
            event.detail.target.querySelector("[name=title]")?.focus())"""
    )
    page.locator("main").get_by_role("link", name=t("Open a deal")).first.click()
    panel = page.locator("#panel")
    panel.locator("form:not(.htmx-added)").wait_for()
    expect(panel).to_have_attribute("aria-labelledby", "panel-title")
    expect(panel.locator("[name=title]")).to_be_focused()
