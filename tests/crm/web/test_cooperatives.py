"""Cooperatives: list, record page, plans, members."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from matching.models import Match
from prospects.models import Cooperative, CooperativeMembership, GroupPlan
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db

LIST = "/cooperatives/"
TABS = ("overview", "timeline", "contacts", "deals")


@pytest.fixture
def client() -> Client:
    return client_of()


def url(cooperative: Cooperative, rest: str = "") -> str:
    return f"/cooperatives/{cooperative.pk}/{rest}"


def full() -> Cooperative:
    cooperative = make.cooperative(cluster=make.cluster())
    more(cooperative)
    return cooperative


def more(cooperative: Cooperative) -> None:
    company = make.company()
    make.company_capability(company)
    make.coverage(company, make.user())
    make.membership(cooperative, company)
    make.group_plan(cooperative)
    make.contact(cooperative=cooperative)
    make.deal(company, cooperative=cooperative)
    make.activity(cooperative=cooperative, done_at=timezone.now())
    make.activity(cooperative=cooperative)


def test_none_yet(client: Client) -> None:
    assert "No cooperatives yet" in words(client.get(LIST))


def test_a_line_shows_the_plan_that_is_open(client: Client) -> None:
    cooperative = make.cooperative(
        name_ja="見本協同組合", cluster=make.cluster(name_en="Hamamatsu")
    )
    make.membership(cooperative)
    make.group_plan(
        cooperative, target_countries=["ID"], stage="inspecting", decision_due=dt.date(2031, 3, 31)
    )
    make.group_plan(cooperative, target_countries=["MX"], stage="dropped")
    line = words(client.get(LIST)).split("Last contact")[1].split("1 records")[0]
    assert line.strip() == "見本協同組合 Hamamatsu 1 Indonesia inspecting Mon, Mar 31, 2031 –"


def test_filters_by_name_cluster_and_country(client: Client) -> None:
    for code in ("ID", "MX"):
        make.host_country(code)
    one = make.cooperative(name_ja="浜松協同組合", cluster=make.cluster(key="hamamatsu"))
    two = make.cooperative(name_ja="太田協同組合")
    make.group_plan(one, target_countries=["ID"])
    make.group_plan(two, target_countries=["ID"], stage="dropped")

    def found(**query: str) -> list[Cooperative]:
        return [*client.get(LIST, query).context["rows"]]

    assert found(q="太田") == [two]
    assert found(cluster="hamamatsu") == [one]
    assert found(country="ID") == [one]
    assert found(country="MX") == []
    assert found(sort="name") == [two, one]


def test_the_queries_of_the_list_do_not_grow(client: Client) -> None:
    def queries() -> int:
        with counted() as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    full()
    one = queries()
    full()
    full()
    assert queries() == one


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_in_a_fixed_number_of_queries(client: Client, tab: str) -> None:
    cooperative = make.cooperative()

    def queries() -> int:
        with counted() as asked:
            assert client.get(url(cooperative, f"?tab={tab}")).status_code == 200
        return len(asked)

    queries()  # with nothing in it; from here on the history knows who it was
    more(cooperative)
    one = queries()
    more(cooperative)
    more(cooperative)
    assert queries() == one


def test_what_the_members_cover_together(client: Client) -> None:
    cooperative = make.cooperative()
    casting, plating = make.capability(name_en="Casting"), make.capability(name_en="Plating")
    for capabilities in ((casting,), (casting, plating), ()):
        company = make.company()
        make.membership(cooperative, company)
        for capability in capabilities:
            make.company_capability(company, capability)
    make.company_capability(make.company(), plating)

    covered = client.get(url(cooperative)).context["covered"]

    assert [(row.capability, row.companies) for row in covered] == [(casting, 2), (plating, 1)]


def test_a_plan_is_added_and_changed(client: Client) -> None:
    for code in ("KR", "ID"):
        make.host_country(code)
    cooperative = make.cooperative()
    data = {
        "target_countries": ["ID"],
        "forms": ["shared_park", "subdivided_land"],
        "stage": "considering",
        "keeps_home_base": "true",
        "decision_due": "2031-03-31",
    }
    answer = client.post(url(cooperative, "facts/plan/"), data)
    plan = GroupPlan.objects.get()
    assert answer.headers["Location"] == url(cooperative, "?tab=overview")
    assert (plan.cooperative, plan.target_countries, plan.forms, plan.stage) == (
        cooperative,
        ["ID"],
        ["shared_park", "subdivided_land"],
        "considering",
    )
    assert (plan.keeps_home_base, plan.decision_due) == (True, dt.date(2031, 3, 31))

    address = url(cooperative, f"facts/plan/{plan.pk}/")
    seen = client.get(address).context["form"]["seen"].value()
    changed = data | {"target_countries": ["ID", "KR"], "stage": "decided", "seen": seen}
    client.post(address, changed)
    assert client.post(address, data | {"seen": seen}).status_code == 422
    plan.refresh_from_db()
    assert (plan.target_countries, plan.stage, plan.version) == (["ID", "KR"], "decided", 2)


def test_a_plan_needs_a_country_and_a_stage(client: Client) -> None:
    cooperative = make.cooperative()
    answer = client.post(url(cooperative, "facts/plan/"), {})
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == ["target_countries", "stage"]


def test_a_plan_has_the_members_matched_again(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make.host_country("KR")
    make.weight_profile(is_active=True)
    need, company, cooperative = make.need(), make.company(), make.cooperative()
    make.company_capability(company, need.capability)
    CooperativeMembership.objects.create(cooperative=cooperative, company=company)

    with django_capture_on_commit_callbacks(execute=True):
        data = {"target_countries": ["KR"], "stage": "considering", "keeps_home_base": ""}
        client.post(url(cooperative, "facts/plan/"), data)

    match = Match.objects.get(company=company)
    assert (match.need, match.intent_part is not None) == (need, True)


def test_a_member_is_added_once_and_removed(client: Client) -> None:
    cooperative, company = make.cooperative(), make.company()
    data = {"company": f"company:{company.pk}", "role": "理事"}
    client.post(url(cooperative, "facts/member/"), data)
    membership = CooperativeMembership.objects.get()
    assert (membership.cooperative, membership.company, membership.role) == (
        cooperative,
        company,
        "理事",
    )

    again = client.post(url(cooperative, "facts/member/"), data)
    assert again.status_code == 422
    assert again.context["form"].non_field_errors() == ["This company is a member already."]

    client.post(url(cooperative, f"facts/member/{membership.pk}/remove/"))
    assert not CooperativeMembership.objects.exists()


def test_added_and_changed(client: Client) -> None:
    data = {"name_ja": "新規協同組合", "kind": "association"}
    client.post("/cooperatives/new/", data)
    cooperative = Cooperative.objects.get()
    assert (cooperative.name_ja, cooperative.kind) == ("新規協同組合", "association")

    address = url(cooperative, "edit/")
    client.post(address, data | {"founded_year": "1974", "version": "1"})
    stale = client.post(address, data | {"founded_year": "1980", "version": "1"})
    cooperative.refresh_from_db()
    assert (cooperative.founded_year, stale.status_code) == (1974, 422)
    assert client.post("/cooperatives/new/", {"kind": "association"}).status_code == 422


def test_the_overview_tells_steps_readiness_firms_rivals_and_the_groups_deals(
    client: Client,
) -> None:
    for code in ("KR", "VN"):
        make.host_country(code)
    press, weld = make.capability(key="metal_forming"), make.capability(key="welding")
    cooperative = make.cooperative()
    company = make.company()
    make.company_capability(company, press)
    make.membership(cooperative, company)
    make.membership(cooperative, make.company())
    make.intent(company, target_countries=["VN"], horizon_months=6)
    make.group_plan(
        cooperative, target_countries=["VN"], site="Park North", land_m2=33_000, lots=10
    )
    make.group_plan(cooperative, target_countries=["MX"], stage="dropped")
    firm = make.firm()
    make.need(firm, capability=press)
    make.need(firm, capability=weld)
    deal = make.deal(company, cooperative=cooperative)
    make.deal(company)
    page = client.get(url(cooperative))
    context = page.context
    assert [(chain.key, chain.covered) for chain in context["chains"]] == [("metal", 1)]
    assert [(each.firm, each.covered) for each in context["firms"]] == [(firm, 1)]
    assert [host.country.pk for host in context["hosts"]] == ["KR", "VN"]
    assert [*context["own_deals"]] == [deal]
    will = context["spread"][1]
    assert [(key, count) for _label, key, count in will.levels] == [
        ("strong", 1),
        ("some", 1),
        ("none", 0),
        ("unknown", 0),
    ]
    said = words(page)
    assert "Park North · 33,000 m² · 10 lots" in said
    assert "No sourced offer noted" in said
    assert "1 of 7 steps" in said


def test_land_of_a_plan_is_edited(client: Client) -> None:
    make.host_country("VN")
    cooperative = make.cooperative()
    told = {
        "target_countries": ["VN"],
        "stage": "considering",
        "keeps_home_base": "unknown",
        "site": "Park North",
        "land_m2": 33000,
        "lots": 10,
    }
    assert client.post(url(cooperative, "facts/plan/"), told).status_code == 302
    plan = GroupPlan.objects.get()
    assert (plan.site, plan.land_m2, plan.lots) == ("Park North", 33_000, 10)
