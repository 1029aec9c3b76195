"""The pipeline: board, table, the page of a deal, and every step of it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Activity, Deal, Stage, User
from tests import copies, make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

pytestmark = pytest.mark.django_db

ON_BOARD = {
    "HX-Request": "true",
    "HX-Target": "board",
    "HX-Current-URL": "http://testserver/deals/",
}


@pytest.fixture(autouse=True)
def _reference() -> None:
    copies.reference()


def a_deal(stage: str = "identified", owner: User | None = None, **fields: object) -> Deal:
    return make.deal(make.company(), stage=Stage.objects.get(pk=stage), owner=owner, **fields)


# --- Board and table ------------------------------------------------------------------------------


def test_an_empty_board_says_how_to_start() -> None:
    assert "No deal yet" in words(client_of().get("/deals/"))
    assert "No deal yet" in words(client_of().get("/deals/table/"))


def test_columns_with_counts_and_won() -> None:
    a_deal(amount=300_000_000)
    a_deal(amount=200_000_000)
    a_deal("consulting", status="dormant")
    columns = client_of().get("/deals/").context["columns"]
    told = [(c.stage.key, c.total.deals, c.total.krw, len(c.cards)) for c in columns][:3]
    assert told == [
        ("identified", 2, Decimal(500_000_000), 2),
        ("contacted", 0, Decimal(0), 0),
        ("consulting", 0, Decimal(0), 0),
    ]
    assert len(columns) == 9


def test_a_column_is_capped_and_leads_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.web.deals.SHOWN", 1)
    a_deal()
    newest = a_deal()
    page = client_of().get("/deals/?q=")
    column = page.context["columns"][0]
    assert (column.cards, column.hidden) == ((newest,), 1)
    assert "stage=identified&amp;status=active" in page.content.decode()
    listed = client_of().get("/deals/table/?stage=identified&status=active")
    assert len(listed.context["rows"]) == 2


def test_the_board_filters_for_htmx_in_part() -> None:
    a_deal(title="Keep me")
    a_deal(title="Other", stage_since=timezone.now() - dt.timedelta(days=90))
    part = client_of().get("/deals/?q=keep", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "Keep me" in part, "Other" in part) == (False, True, False)
    stale = client_of().get("/deals/?stale=true").content.decode()
    assert ("Keep me" in stale, "Other" in stale) == (False, True)
    assert "No deal fits" in words(client_of().get("/deals/?q=nobody"))


@pytest.mark.parametrize("url", ["/deals/", "/deals/table/"])
def test_queries_do_not_grow_with_the_cards(url: str) -> None:
    client = client_of()
    client.get(url)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            need = make.need()
            deal = a_deal(need=need, firm=need.firm)
            make.investor(deal)
            make.activity(deal=deal)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Moving ---------------------------------------------------------------------------------------


def test_a_dropped_card_moves_and_the_whole_board_comes_back() -> None:
    deal = a_deal()
    client = client_of(deal.owner)
    answer = client.post(
        f"/deals/{deal.pk}/move/", {"to": "contacted", "version": "1"}, headers=ON_BOARD
    )
    assert answer.status_code == 200
    assert 'id="board"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert Deal.objects.get().stage_id == "contacted"
    client.post(toast["undo"])
    assert Deal.objects.get().stage_id == "identified"


def test_a_dropped_card_that_lacks_something_asks_for_it() -> None:
    deal = a_deal()
    answer = client_of(deal.owner).post(
        f"/deals/{deal.pk}/move/", {"to": "site_visit", "version": "1"}, headers=ON_BOARD
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert [r.key for r in form.lacking] == ["contact", "firm_or_need", "site_visit_on"]
    assert not form.errors
    text = answer.content.decode()
    assert "dialog-head" in text
    assert all(f'name="{name}"' in text for name in ("contact", "firm", "need", "site_visit_on"))
    assert Deal.objects.get().stage_id == "identified"


def test_filling_in_moves_the_deal_in_one_step() -> None:
    deal = a_deal()
    firm = make.firm()
    answer = client_of(deal.owner).post(
        f"/deals/{deal.pk}/move/",
        {
            "csrfmiddlewaretoken": "x",
            "to": "site_visit",
            "version": "1",
            "contact": "First call",
            "firm": f"firm:{firm.pk}",
            "site_visit_on": "2026-11-20",
            "note": "They came",
        },
    )
    assert answer.status_code == 302
    stored = Deal.objects.get()
    assert (stored.stage_id, stored.firm, stored.site_visit_on) == (
        "site_visit",
        firm,
        dt.date(2026, 11, 20),
    )
    assert [c.note for c in stored.stage_changes.all()] == ["", "They came"]
    assert Activity.objects.get().subject == "First call"


def test_what_is_still_missing_is_said_and_nothing_is_written() -> None:
    deal = a_deal()
    answer = client_of(deal.owner).post(
        f"/deals/{deal.pk}/move/",
        {
            "csrfmiddlewaretoken": "x",
            "to": "site_visit",
            "version": "1",
            "contact": "First call",
            "site_visit_on": "2026-11-20",
        },
        headers=IN_PANEL,
    )
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.content.decode()
    assert (Deal.objects.get().site_visit_on, Activity.objects.count()) == (None, 0)


def test_amounts_of_investors_are_asked_by_investor() -> None:
    deal = a_deal(
        "negotiation",
        amount=300_000_000,
        firm=make.firm(),
        site_visit_on=dt.date(2026, 10, 1),
        zone=make.zone(),
        expected_on=dt.date(2027, 3, 1),
    )
    make.activity(deal=deal, done_at=timezone.now())
    part = deal.deal_investors.get()
    client = client_of(deal.owner)
    form = client.get(f"/deals/{deal.pk}/move/?to=mou_loi").context["form"]
    assert [r.key for r in form.lacking] == ["mou_on", "investor_amounts"]
    sent = {
        "csrfmiddlewaretoken": "x",
        "to": "mou_loi",
        "version": "1",
        "mou_on": "2026-11-20",
        f"amount_{part.pk}": "",
        f"share_{part.pk}": "",
    }
    short = client.post(f"/deals/{deal.pk}/move/", sent, headers=IN_PANEL)
    assert short.status_code == 422
    assert set(short.context["form"].errors) == {f"amount_{part.pk}"}
    assert Deal.objects.get().mou_on is None
    client.post(f"/deals/{deal.pk}/move/", sent | {f"amount_{part.pk}": "300000000"})
    part.refresh_from_db()
    assert (Deal.objects.get().stage_id, part.amount) == ("mou_loi", Decimal(300_000_000))


def test_a_move_on_an_old_version_is_said() -> None:
    deal = a_deal()
    Deal.objects.update(version=5)
    answer = client_of(deal.owner).post(
        f"/deals/{deal.pk}/move/", {"to": "contacted", "version": "1"}, headers=ON_BOARD
    )
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.content.decode()
    assert Deal.objects.get().stage_id == "identified"


def test_stages_to_choose_from_without_dragging() -> None:
    deal = a_deal()
    said = words(client_of(deal.owner).get(f"/deals/{deal.pk}/move/"))
    assert "Negotiation" in said


STEPS = ("move", "edit", "close", "reopen", "investors/add", "assign")


def test_another_teams_officer_changes_nothing() -> None:
    deal = a_deal(owner=make.user(team=make.team()))
    client = client_of(make.user(team=make.team()))
    for step in STEPS:
        assert client.post(f"/deals/{deal.pk}/{step}/", {"to": "contacted"}).status_code == 403
    change = deal.stage_changes.get()
    assert client.post(f"/deals/moves/{change.pk}/undo/").status_code == 403
    page = client.get("/deals/").content.decode()
    assert (deal.title in page, "data-card" in page) == (True, False)
    assert client.get(f"/deals/{deal.pk}/").status_code == 200
    assert Deal.objects.get().version == 1


def test_analysts_look_only() -> None:
    deal = a_deal()
    client = client_of(role=User.Role.ANALYST)
    assert client.get("/deals/").status_code == 200
    assert client.get("/deals/new/").status_code == 403
    assert client.post(f"/deals/{deal.pk}/move/", {"to": "contacted"}).status_code == 403


# --- The page -------------------------------------------------------------------------------------


def page_of(client: Client, deal: Deal) -> str:
    return words(client.get(f"/deals/{deal.pk}/"))


def test_the_page_says_what_is_missing_and_checks_the_law() -> None:
    deal = a_deal("contacted", currency="JPY", amount=10_000_000)
    deal.deal_investors.update(amount=5_000_000, voting_percent=8)
    make.activity(deal=deal, done_at=timezone.now(), subject="Talked terms")
    answer = client_of(deal.owner).get(f"/deals/{deal.pk}/")
    ahead, rule = answer.context["ahead"], answer.context["rule"]
    assert [(item.key, met) for item, met in ahead.items] == [
        ("contact", True),
        ("firm_or_need", False),
    ]
    assert (rule.amount_met, rule.share_met) == (False, False)
    said = words(answer)
    assert "외국인투자 촉진법" in said
    assert "Talked terms" in said
    lacking = [(s.state, s.lacking) for s in answer.context["steps"]]
    assert lacking[:4] == [("past", 0), ("here", 0), ("ahead", 1), ("ahead", 2)]


def test_the_law_says_what_was_not_entered_and_since_when_it_holds() -> None:
    deal = a_deal()
    client = client_of(deal.owner)
    rules = words(client.get(f"/deals/{deal.pk}/")).split("Least amount")[1]
    assert "₩100M not entered yet 외국인투자 촉진법 시행령 제2조 Sat, Dec 31, 2011" in rules
    assert "10% not entered yet" in rules
    make.investor(deal, amount=200_000_000, voting_percent=12)
    rules = words(client.get(f"/deals/{deal.pk}/")).split("Least amount")[1]
    assert "not entered for 1 of 2 investors 외국인투자" in rules
    assert "10% (now 12%) not entered for 1 of 2 investors" in rules


def test_the_time_line_tells_moves_and_edits() -> None:
    deal = a_deal()
    client = client_of(deal.owner)
    client.post(
        f"/deals/{deal.pk}/move/",
        {"csrfmiddlewaretoken": "x", "to": "contacted", "version": "1", "note": "Met in Suwa"},
    )
    pipeline_fields = {"title": "New name", "currency": "KRW", "probability": "10", "version": "2"}
    assert client.post(f"/deals/{deal.pk}/edit/", pipeline_fields).status_code == 302
    entries = client.get(f"/deals/{deal.pk}/").context["entries"]
    told = [(e.title, e.lines) for e in entries if e.title != "Facts changed"]
    assert ("Identified → Contacted", ("Met in Suwa",)) in told
    assert any("New name" in line for e in entries for line in e.lines)


def test_edit_refuses_a_lost_update_and_keeps_what_was_typed() -> None:
    deal = a_deal()
    Deal.objects.update(version=2)
    answer = client_of(deal.owner).post(
        f"/deals/{deal.pk}/edit/",
        {"title": "Mine", "currency": "KRW", "probability": "10", "version": "1"},
        headers=IN_PANEL,
    )
    assert answer.status_code == 422
    assert "Mine" in answer.content.decode()
    assert Deal.objects.get().title == deal.title


def test_open_a_deal_from_a_company_and_from_a_match() -> None:
    company = make.company(name_en="Yamato")
    match = make.match(company, make.need(make.firm(name_en="Hanbit")))
    user = make.user()
    client = client_of(user)
    form = client.get(f"/deals/new/?match={match.pk}").context["form"]
    assert form.initial["title"] == "Yamato × Hanbit"
    client.post(
        "/deals/new/",
        {
            "match": str(match.pk),
            "company": f"company:{company.pk}",
            "title": "Yamato × Hanbit",
            "currency": "JPY",
        },
    )
    deal = Deal.objects.get()
    assert (deal.match, deal.firm, deal.currency, deal.owner, deal.stage_id) == (
        match,
        match.need.firm,
        "JPY",
        user,
        "identified",
    )
    assert client.post("/deals/new/", {"title": ""}, headers=IN_PANEL).status_code == 422


def test_close_with_a_reason_and_reopen() -> None:
    deal = a_deal()
    client = client_of(deal.owner)
    sent = {"status": "lost", "because": "", "version": "1"}
    assert client.post(f"/deals/{deal.pk}/close/", sent, headers=IN_PANEL).status_code == 422
    client.post(f"/deals/{deal.pk}/close/", sent | {"because": "Price", "lost_to": "VN"})
    assert "Price" in page_of(client, deal)
    assert "Vietnam" in page_of(client, deal)
    client.post(f"/deals/{deal.pk}/reopen/")
    assert Deal.objects.get().status == "active"


def test_managers_give_a_deal_away() -> None:
    deal, officer = a_deal(), make.user()
    client = client_of(role=User.Role.MANAGER)
    client.post(f"/deals/{deal.pk}/assign/", {"owner": str(officer.pk), "version": "1"})
    assert Deal.objects.get().owner == officer
    assert client_of(officer).get(f"/deals/{deal.pk}/assign/").status_code == 403


@pytest.mark.parametrize("url", ["/deals/", "/deals/table/"])
def test_a_refused_filter_is_said_where_the_results_are(url: str) -> None:
    response = client_of().get(
        f"{url}?days_min=9&days_max=3", headers={"HX-Request": "true", "HX-Target": "results"}
    )
    said = " ".join(response.content.decode().split())
    assert "<b>Days in stage to</b> · The end of a range lies before its beginning." in said


def test_investors_come_change_and_go() -> None:
    deal, company = a_deal(), make.company()
    client = client_of(deal.owner)
    url = f"/deals/{deal.pk}/investors/"
    client.post(f"{url}add/", {"company": f"company:{company.pk}", "amount": "100000000"})
    part = deal.deal_investors.get(company=company)
    again = client.post(f"{url}add/", {"company": f"company:{company.pk}"}, headers=IN_PANEL)
    assert again.status_code == 422
    read = str(client.get(f"{url}{part.pk}/").context["form"]["version"].value())
    sent = {"amount": "200000000", "voting_percent": "12.5", "version": read}
    client.post(f"{url}{part.pk}/", sent)
    part.refresh_from_db()
    assert (part.amount, part.voting_percent) == (Decimal(200_000_000), Decimal("12.50"))
    stale = client.post(f"{url}{part.pk}/", {**sent, "amount": "3"}, headers=IN_PANEL)
    assert stale.status_code == 422
    assert "Somebody else changed this record" in stale.content.decode()
    bad = client.post(f"{url}{part.pk}/", {**sent, "voting_percent": "101"}, headers=IN_PANEL)
    assert bad.status_code == 422
    part.refresh_from_db()
    assert part.amount == Decimal(200_000_000)
    client.post(f"{url}{part.pk}/remove/", {"version": read})  # the page is older than the edit
    assert deal.deal_investors.filter(company=company).exists()
    client.post(f"{url}{part.pk}/remove/")
    assert not deal.deal_investors.filter(company=company).exists()


def test_the_page_stays_at_its_queries() -> None:
    deal = a_deal()
    client = client_of(deal.owner)
    client.get(f"/deals/{deal.pk}/")
    counts = []
    for _ in range(2):
        make.investor(deal)
        make.activity(deal=deal)
        make.activity(deal=deal, done_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/deals/{deal.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
