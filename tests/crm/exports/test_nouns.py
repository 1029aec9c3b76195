"""Every noun's file: its columns and cells, in the reader's language, in a few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from crm.exports.nouns import NOUNS, described, is_asked, reach
from crm.models import User
from crm.readiness import renew
from prospects.models import Company, ProgrammeUse
from prospects.register import CREDIT
from tests import make
from tests.crm.web.signed_in import counted
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db


def table(noun: str, query: str = "", language: str = "en") -> list[dict[str, Any]]:
    """The rows of an export as column name → cell."""
    wanted = NOUNS[noun]
    with translation.override(language):
        found = wanted.found(QueryDict(query), make.user())
        assert is_asked(wanted, found), found.errors
        names = [field.name for field in wanted.fields]
        return [dict(zip(names, row, strict=True)) for row in wanted.rows(found)]


def full_company() -> Company:
    company = make.company(
        corporate_number=make.corporate_number(7),
        name_ja="株式会社見本精密",
        name_kana="ミホンセイミツ",
        name_ko="견본정밀",
        name_en="Mihon Seimitsu",
        cluster=make.cluster(name_ko="오타구", name_en="Ota Ward"),
        postcode="0440052",
        prefecture="東京都",
        city="大田区",
        street="蒲田5-13-14",
        municipality_code="13111",
        phone="+81 3 1234 5678",
        website="https://example.com",
        employees=48,
        capital_jpy=10_000_000,
        founded_year=1987,
        jsic_code="2451",
        products="=切削",
        note="-",
        source=CREDIT,
        as_of=dt.date(2026, 11, 1),
        is_demo=True,
    )
    make.company_capability(company, make.capability(name_en="Milling", position=1))
    make.company_capability(company, make.capability(name_en="Turning", position=2))
    make.company_certificate(company, make.certificate(key="iso-9001", name_en="ISO 9001"))
    make.intent(company, mode="group", target_countries=["KR", "VN"], keeps_home_base=True)
    make.membership(make.cooperative(name_en="Mihon Cooperative"), company)
    make.coverage(company, make.user(name="김서연"))
    make.activity(company=company, done_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    make.deal(company)
    renew(today=dt.date(2026, 11, 20))
    return company


def test_a_company_with_everything() -> None:
    company = full_company()
    [row] = table("companies")
    assert row == {
        "corporate_number": make.corporate_number(7),
        "name_ja": "株式会社見本精密",
        "name_kana": "ミホンセイミツ",
        "name_ko": "견본정밀",
        "name_en": "Mihon Seimitsu",
        "registration": "open",
        "cluster": "Ota Ward",
        "postcode": "0440052",
        "prefecture": "東京都",
        "city": "大田区",
        "street": "蒲田5-13-14",
        "municipality_code": "13111",
        "phone": "+81 3 1234 5678",
        "website": "https://example.com",
        "employees": 48,
        "capital_jpy": 10_000_000,
        "founded_year": 1987,
        "jsic_code": "2451",
        "capabilities": "Milling; Turning",
        "certificates": "ISO 9001",
        "products": "=切削",
        "target_countries": "Korea; Vietnam",
        "mode": "in a group",
        "horizon_months": None,
        "budget_jpy": None,
        "keeps_home_base": "yes",
        "cooperatives": "Mihon Cooperative",
        "push": "unknown",
        "will": "some",
        "strength": "some",
        "readiness_as_of": dt.date(2026, 11, 20),
        "owner": "김서연",
        "last_contact": dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        "open_deals": 1,
        "note": "-",
        "source": CREDIT,
        "as_of": dt.date(2026, 11, 1),
        "is_demo": "yes",
        "id": str(company.pk),
    }


def test_a_company_with_nothing_known() -> None:
    make.company(corporate_number=None, name_ja="見本", name_kana="")
    [row] = table("companies")
    empty = {name for name, cell in row.items() if cell in (None, "")}
    assert {*row} - empty == {"name_ja", "registration", "open_deals", "is_demo", "id"}


def test_labels_and_names_speak_the_readers_language() -> None:
    full_company()
    [row] = table("companies", language="ko")
    with translation.override("ko"):
        header = [field.header for field in NOUNS["companies"].fields[:3]]
    assert header == ["법인번호", "명칭(일본어)", "읽기(가나)"]
    assert (row["cluster"], row["target_countries"], row["is_demo"]) == (
        "오타구",
        "한국; 베트남",
        "예",
    )


def test_the_filter_and_the_order_are_the_lists() -> None:
    for size in (30, 10, 20):
        make.company(employees=size)
    rows = table("companies", "employees_min=15&sort=employees&cursor=nonsense")
    assert [row["employees"] for row in rows] == [20, 30]


def test_unknown_values_come_last_as_on_the_page() -> None:
    for size in (None, 10, 20):
        make.company(employees=size)
    rows = table("companies", "sort=-employees")
    assert [row["employees"] for row in rows] == [20, 10, None]


def _company_of_everything() -> None:
    full = make.company()
    make.company_capability(full)
    make.company_certificate(full)
    make.intent(full, target_countries=["KR"])
    make.membership(make.cooperative(), full)
    make.coverage(full, make.user())
    make.activity(company=full, done_at=timezone.now())
    make.deal(full)


def _cooperative() -> None:
    cooperative = make.cooperative(cluster=make.cluster())
    make.membership(cooperative)
    make.group_plan(cooperative)
    make.activity(cooperative=cooperative, done_at=timezone.now())


def _programme() -> None:
    programme = make.programme()
    programme.clusters.add(make.cluster())
    ProgrammeUse.objects.create(programme=programme, company=make.company())


def _match() -> None:
    make.match(make.company(cluster=make.cluster()))


def _deal() -> None:
    deal = make.deal(make.company(), cooperative=make.cooperative())
    make.activity(deal=deal, done_at=timezone.now())


def _activity() -> None:
    company = make.company()
    activity = make.activity(company=company, campaign=make.campaign())
    activity.contacts.add(make.contact(company))


def _campaign() -> None:
    make.invitee(make.campaign(cluster=make.cluster()), response="attended")


MAKERS: dict[str, Callable[[], object]] = {
    "companies": _company_of_everything,
    "cooperatives": _cooperative,
    "register": lambda: entry("株式会社見本"),
    "programmes": _programme,
    "firms": lambda: make.site(make.need().firm),
    "needs": _match,
    "matches": _match,
    "deals": _deal,
    "activities": _activity,
    "campaigns": _campaign,
}


@pytest.mark.parametrize("noun", MAKERS)
def test_the_queries_do_not_grow_with_the_rows(noun: str) -> None:
    query = "q=見本" if noun == "register" else ""
    user = make.user()
    wanted = NOUNS[noun]

    def read() -> tuple[int, int]:
        with counted() as queries:
            rows = [*wanted.rows(wanted.found(QueryDict(query), user))]
        return len(rows), len(queries)

    MAKERS[noun]()
    read()
    first, asked = read()
    MAKERS[noun]()
    MAKERS[noun]()
    more, then = read()
    assert more >= first + 2
    assert then == asked <= 5


def test_a_cooperative_shows_its_open_plan() -> None:
    cooperative = make.cooperative(
        name_ja="見本協同組合", cluster=make.cluster(name_en="Hamamatsu")
    )
    make.membership(cooperative)
    make.membership(cooperative)
    make.group_plan(cooperative, target_countries=["MX"], stage="dropped")
    make.group_plan(
        cooperative,
        target_countries=["ID"],
        forms=["shared_park", "rental_factory"],
        stage="inspecting",
        decision_due=dt.date(2031, 3, 31),
    )
    [row] = table("cooperatives")
    assert {name: cell for name, cell in row.items() if cell not in (None, "")} == {
        "name_ja": "見本協同組合",
        "kind": "business cooperative",
        "registration": "open",
        "cluster": "Hamamatsu",
        "members": 2,
        "target_countries": "Indonesia",
        "forms": "one industrial park entered together; rental factories",
        "stage": "inspecting",
        "decision_due": dt.date(2031, 3, 31),
        "is_demo": "no",
        "id": str(cooperative.pk),
    }


def test_a_register_entry_carries_the_credit() -> None:
    row = entry("株式会社見本", kana="ミホン", postcode="0440052", prefecture="東京都")
    [cells] = table("register", "q=見本")
    assert (cells["corporate_number"], cells["name_ja"], cells["name_kana"]) == (
        row.corporate_number,
        "株式会社見本",
        "ミホン",
    )
    assert (cells["source"], cells["as_of"]) == (CREDIT, row.update_date)


def test_programmes_in_the_order_of_their_use() -> None:
    make.programme(key="a", name_ja="融資", provider_ja="公庫", kind="loan")
    used = make.programme(key="b", name_ja="視察", offer_ja="現地視察", kind="tour")
    used.clusters.add(make.cluster(name_en="Hamamatsu"))
    ProgrammeUse.objects.create(programme=used, company=make.company())
    rows = table("programmes", "sort=-uses")
    assert [(row["name_ja"], row["use_count"], row["clusters"]) for row in rows] == [
        ("視察", 1, "Hamamatsu"),
        ("融資", 0, ""),
    ]


def test_a_deal_with_its_money() -> None:
    deal = make.deal(
        make.company(name_ja="見本精密", name_en=""), amount=1_200_000_000, currency="KRW"
    )
    [row] = table("deals")
    assert (row["title"], row["investors"]) == (deal.title, "見本精密")
    assert (row["currency"], row["amount"], row["notified_amount"]) == ("KRW", 1_200_000_000, None)
    assert row["stage"] == deal.stage.name_en


def test_rejected_matches_only_when_asked_for() -> None:
    make.match(make.company(name_ja="良い"), score=0.8)
    make.match(make.company(name_ja="否"), status="rejected", rejected_because="small")
    assert [row["name_ja"] for row in table("matches")] == ["良い"]
    assert [row["name_ja"] for row in table("matches", "status=rejected")] == ["否"]


def test_introductions_of_one_plan() -> None:
    plan = make.introduction_plan()
    row = make.planned_introduction(
        plan, make.company(name_en="First"), make.need(name_en="A valve"), state="pinned"
    )
    make.planned_introduction(make.introduction_plan(), row.company, row.need)
    [told] = table("introductions", f"plan={plan.pk}")
    wanted = {"year": 2027, "name_en": "First", "need": "A valve", "state": "pinned"}
    assert {name: told[name] for name in wanted} == wanted


def test_invitees_of_one_campaign() -> None:
    campaign = make.campaign(name_en="Seminar")
    make.invitee(campaign, make.company(name_ja="甲"), response="attended", result="visit")
    make.invitee(make.campaign())
    [row] = table("invitees", f"campaign={campaign.pk}")
    assert (row["name_ja"], row["response"], row["result"], row["campaign"]) == (
        "甲",
        "attended",
        "visit",
        "Seminar",
    )


@pytest.mark.parametrize(
    ("noun", "query"),
    [
        ("companies", "employees_min=many"),
        ("companies", "cluster=atlantis"),
        ("register", ""),
        ("register", "kind=companies"),
        ("introductions", ""),
        ("introductions", "state=pinned"),
        ("invitees", ""),
        ("invitees", "response=attended"),
    ],
)
def test_a_filter_that_does_not_hold_exports_nothing(noun: str, query: str) -> None:
    wanted = NOUNS[noun]
    assert not is_asked(wanted, wanted.found(QueryDict(query), make.user()))


def test_the_filter_in_words() -> None:
    make.cluster(key="ota", name_en="Ota Ward")
    owner = make.user(name="Mina")
    query = (
        f"q=精密&cluster=ota&employees_min=10&covered=true&demo=false&owner={owner.pk}&sort=name"
    )
    with translation.override("en"):
        found = NOUNS["companies"].found(QueryDict(query), owner)
        assert is_asked(NOUNS["companies"], found)
        assert sorted(described(found)) == [
            ("Cluster", "Ota Ward"),
            ("Demo", "no"),
            ("Employees from", "10"),
            ("Has an owner", "yes"),
            ("Name or corporate number", "精密"),
            ("Owner", "Mina"),
        ]


def test_days_and_several_choices_in_words() -> None:
    query = "status=open&status=met&start_after=2027-01-01&start_before=2027-06-30"
    with translation.override("en"):
        found = NOUNS["needs"].found(QueryDict(query), make.user())
        assert is_asked(NOUNS["needs"], found)
        assert described(found) == [
            ("Status", "open; met"),
            ("Start", "2027-01-01 – 2027-06-30"),
        ]


def test_who_may_see_nothing_exports_nothing() -> None:
    make.company()
    gone = make.user(is_active=False)
    wanted = NOUNS["companies"]
    assert [*wanted.rows(wanted.found(QueryDict(""), gone))] == []
    assert reach(wanted, gone) != reach(wanted, make.user())
    assert reach(wanted, make.user()) == reach(wanted, make.user(role=User.Role.MANAGER))
