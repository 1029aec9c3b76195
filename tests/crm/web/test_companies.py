"""Companies: list, record page, forms, facts, owners."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from crm.models import Coverage, User
from crm.readiness import renew
from matching.models import Match
from prospects.models import Company, CompanyCapability, Contact, ExpansionIntent
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, counted, words

pytestmark = pytest.mark.django_db

LIST = "/companies/"


@pytest.fixture
def client() -> Client:
    return client_of()


#: Of the list's page: readiness costs none of them.
MOST_QUERIES = 13


def url(company: Company, rest: str = "") -> str:
    return f"/companies/{company.pk}/{rest}"


def full_row(owner: User) -> Company:
    company = make.company(cluster=make.cluster(), employees=40)
    for _ in range(2):
        make.company_capability(company)
    make.intent(company)
    make.coverage(company, owner)
    make.activity(owner=owner, company=company, done_at=timezone.now())
    make.deal(company, owner=owner)
    return company


# --- List -----------------------------------------------------------------------------------------


def test_a_line_says_what_is_known_and_done() -> None:
    owner = make.user(name="김서연")
    cluster = make.cluster(name_en="Ota Ward", key="ota-ward")
    company = make.company(
        name_ja="株式会社見本精工",
        name_kana="ミホンセイコウ",
        name_ko="미혼세이코",
        cluster=cluster,
        employees=1234,
    )
    for english in ("Casting", "Forging", "Plating", "Stamping"):
        make.company_capability(company, make.capability(name_en=english))
    make.intent(company, target_countries=["KR", "VN"])
    make.coverage(company, owner)
    made = dt.datetime(2024, 3, 1, 10, 0, tzinfo=dt.UTC)
    make.activity(company=company, done_at=made)
    make.deal(company)
    make.deal(company, status="lost", closed_because="price")
    renew(today=dt.date(2026, 3, 2))

    page = words(client_of().get(LIST))

    line = page.split("Open deals")[1].split("1 records")[0]
    assert line.strip() == (
        "株式会社見本精工 ミホンセイコウ Ota Ward Casting Forging Plating +1 1,234 "
        "Korea · Vietnam Accompanying a large firm push ? unknown will + some "
        "strength + some 서연 김서연 Fri, Mar 1, 2024 1"
    )


def test_readiness_says_of_when_it_is_and_that_it_is_being_renewed(client: Client) -> None:
    company = make.company()
    line = words(client.get(LIST)).split("Open deals")[1]
    assert "push" not in line
    assert "being worked out again" in line
    renew(today=dt.date(2026, 3, 2))
    page = words(client.get(LIST))
    assert "Readiness: as of Mon, Mar 2" in page
    assert "being worked out again" not in page
    make.customer(company)
    assert "push ? unknown" in words(client.get(LIST))
    assert "being worked out again" in words(client.get(LIST))


def test_the_queries_of_the_list_do_not_grow(client: Client) -> None:
    owner = make.user()

    def queries() -> int:
        with counted() as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    full_row(owner)
    queries()  # the first answer also reads the session's user
    one = queries()
    full_row(owner)
    full_row(owner)
    renew(today=dt.date(2026, 11, 20))
    assert queries() == one <= MOST_QUERIES


def test_pages_walk_on_and_keep_the_filters(client: Client) -> None:
    names = sorted(f"見本{n:02d}製作所" for n in range(60))
    for name in names:
        make.company(name_ja=name)
    make.company(name_ja="別の会社")

    first = client.get(LIST, {"q": "見本", "sort": "name"})
    second = client.get(f"{LIST}?{first.context['next']}")

    assert [row.name_ja for row in first.context["rows"]] == names[:50]
    assert [row.name_ja for row in second.context["rows"]] == names[50:]
    assert (first.context["previous"], second.context["next"]) == ("", "")
    back = client.get(f"{LIST}?{second.context['previous']}")
    assert [row.name_ja for row in back.context["rows"]] == names[:50]


def test_a_spoilt_cursor_starts_again(client: Client) -> None:
    answer = client.get(LIST, {"cursor": "nonsense"})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)


def test_the_owner_filter(client: Client) -> None:
    mine, other = make.company(), make.company()
    owner = make.user()
    make.coverage(mine, owner)
    make.coverage(other, make.user())

    assert [*client.get(LIST, {"owner": str(owner.pk)}).context["rows"]] == [mine]


def test_htmx_gets_the_results_alone(client: Client) -> None:
    company = make.company()
    answer = client.get(LIST, headers={"HX-Request": "true", "HX-Target": "results"})
    text = answer.content.decode()
    assert company.name_ja in text
    assert ("<html" in text, "<form" in text) == (False, False)


@pytest.mark.parametrize(
    ("query", "said"),
    [({}, "No companies yet"), ({"q": "無い"}, "No companies yet")],
)
def test_an_empty_database_says_where_to_begin(
    client: Client, query: dict[str, str], said: str
) -> None:
    page = client.get(LIST, query)
    assert said in words(page)
    assert reverse("web:register_list") in page.content.decode()


def test_filters_that_nothing_fits(client: Client) -> None:
    make.company()
    assert "No company fits these filters" in words(client.get(LIST, {"q": "無い名前"}))


# --- Record page ----------------------------------------------------------------------------------

TABS = ("timeline", "capabilities", "business", "contacts", "matches", "deals")


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_with_nothing_and_with_everything(client: Client, tab: str) -> None:
    bare = make.company()
    assert client.get(url(bare, f"?tab={tab}")).status_code == 200

    company = full_row(make.user())
    make.company_certificate(company)
    make.customer(company)
    make.overseas_base(company)
    make.financials(company)
    make.contact(company)
    make.match(company)
    make.membership(make.cooperative(), company)
    answer = client.get(url(company, f"?tab={tab}"))
    assert answer.status_code == 200
    counts = {key: count for key, _, count in answer.context["tabs"]}
    assert counts == {
        "timeline": None,
        "capabilities": 2,
        "business": None,
        "readiness": None,
        "contacts": 1,
        "matches": 1,
        "deals": 1,
    }


@pytest.mark.parametrize("tab", TABS)
def test_the_queries_of_a_tab_do_not_grow(client: Client, tab: str) -> None:
    owner = make.user()

    def more(company: Company) -> None:
        make.company_capability(company)
        make.company_certificate(company)
        make.customer(company)
        make.overseas_base(company)
        make.contact(company)
        make.match(company)
        make.deal(company, owner=owner)
        make.membership(make.cooperative(), company)
        make.activity(owner=owner, company=company, done_at=timezone.now())
        make.activity(owner=owner, company=company)

    def queries(company: Company) -> int:
        with counted() as asked:
            assert client.get(url(company, f"?tab={tab}")).status_code == 200
        return len(asked)

    company = make.company()
    queries(company)  # from here on the history knows who it was
    more(company)
    one = queries(company)
    more(company)
    more(company)
    assert queries(company) == one


def test_a_fact_names_its_source_and_day(client: Client) -> None:
    company = make.company(source="Annual report", as_of=dt.date(2024, 5, 2))
    assert "Source: Annual report Thu, May 2, 2024" in words(client.get(url(company)))


def test_a_tab_by_htmx_is_a_part_of_the_page(client: Client) -> None:
    company = make.company()
    asked = {"HX-Request": "true", "HX-Target": "record-tab"}
    text = client.get(url(company, "?tab=contacts"), headers=asked).content.decode()
    assert "Nobody known there yet" in text
    assert "<html" not in text


# --- New and changed ------------------------------------------------------------------------------


def test_a_new_company_gets_the_cluster_of_its_municipality(client: Client) -> None:
    cluster = make.cluster(municipality_codes=["13111"])
    number = make.corporate_number()

    answer = client.post(
        "/companies/new/",
        {"name_ja": "株式会社新規", "corporate_number": f"T{number}", "municipality_code": "13111"},
    )

    company = Company.objects.get()
    assert (company.name_ja, company.corporate_number, company.cluster, company.is_demo) == (
        "株式会社新規",
        number,
        cluster,
        False,
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, url(company))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name_ja": ""}, "__all__"),
        ({"name_ja": "名", "corporate_number": "1234567890123"}, "corporate_number"),
        ({"name_ja": "名", "employees": "-1"}, "employees"),
        ({"name_ja": "名", "municipality_code": "13"}, "municipality_code"),
    ],
)
def test_a_wrong_form_is_422_and_writes_nothing(
    client: Client, data: dict[str, str], field: str
) -> None:
    answer = client.post("/companies/new/", data)
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == [field]
    assert not Company.objects.exists()


def test_a_number_that_is_here_already(client: Client) -> None:
    known = make.company()
    answer = client.post(
        "/companies/new/", {"name_ja": "名", "corporate_number": known.corporate_number or ""}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["corporate_number"] == [
        "This corporate number is here already."
    ]


def form_of(client: Client, address: str) -> dict[str, Any]:
    """The values of the form at an address, as a browser would send them."""
    form = client.get(address).context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) is not None}


def test_an_edit_writes_what_changed(client: Client) -> None:
    company = make.company(employees=10, note="old")
    data = form_of(client, url(company, "edit/"))

    answer = client.post(url(company, "edit/"), data | {"employees": "12"}, headers=IN_PANEL)

    company.refresh_from_db()
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, url(company))
    assert (company.employees, company.note, company.version) == (12, "old", 2)


def test_an_edit_on_an_old_state_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    company = make.company(employees=10)
    data = form_of(client, url(company, "edit/"))
    client.post(url(company, "edit/"), data | {"employees": "11"})

    answer = client.post(url(company, "edit/"), data | {"employees": "12"})

    company.refresh_from_db()
    assert (answer.status_code, company.employees) == (422, 11)
    assert answer.context["form"]["employees"].value() == "12"
    assert "Somebody else saved this record" in words(answer)


def test_a_move_changes_the_cluster(client: Client) -> None:
    cluster = make.cluster(municipality_codes=["27227"])
    company = make.company()
    data = form_of(client, url(company, "edit/"))
    client.post(url(company, "edit/"), data | {"municipality_code": "27227"})
    company.refresh_from_db()
    assert company.cluster == cluster


def test_an_edit_shows_in_the_timeline_with_who_and_what() -> None:
    user = make.user(name="김서연")
    client = client_of(user)
    company = make.company(employees=10)
    data = form_of(client, url(company, "edit/"))
    client.post(url(company, "edit/"), data | {"employees": "12"})

    newest = client.get(url(company)).context["timeline"].entries[0]

    assert (newest.title, newest.who, newest.lines) == (
        "Facts changed",
        "김서연",
        ("Employees: 10 → 12",),
    )


def test_intent_is_one_form_new_or_not(client: Client) -> None:
    company = make.company()
    make.host_country("KR")
    make.host_country("VN")
    address = url(company, "intent/")

    client.post(address, {"target_countries": ["KR"], "mode": "alone"})
    first = ExpansionIntent.objects.get()
    assert (first.company, first.target_countries, first.mode) == (company, ["KR"], "alone")

    data = form_of(client, address)
    client.post(address, data | {"target_countries": ["KR", "VN"]})
    again = client.post(address, data | {"target_countries": ["VN"]})
    first.refresh_from_db()
    assert (first.target_countries, first.version, again.status_code) == (["KR", "VN"], 2, 422)


def test_what_changes_has_the_company_matched_again(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    casting = make.capability()
    make.weight_profile(is_active=True)
    need = make.need(capability=casting)
    company = make.company()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(company, "facts/capability/"), {"capability": casting.pk})

    assert [match.need for match in Match.objects.filter(company=company)] == [need]


# --- Facts that are rows --------------------------------------------------------------------------


def test_a_contact_is_added_changed_and_removed(client: Client) -> None:
    company = make.company()
    address = url(company, "facts/contact/")
    client.post(address, {"name": "見本 一郎", "language": "ja", "is_primary": "on"})
    person = Contact.objects.get()
    assert (person.company, person.name, person.is_primary) == (company, "見本 一郎", True)

    data = form_of(client, f"{address}{person.pk}/")
    data.pop("is_primary")
    answer = client.post(f"{address}{person.pk}/", data | {"title": "社長"}, headers=IN_PANEL)
    person.refresh_from_db()
    assert (person.title, person.is_primary, person.version) == ("社長", False, 2)
    assert answer.headers["HX-Redirect"] == url(company, "?tab=contacts")

    client.post(f"{address}{person.pk}/remove/")
    assert not Contact.objects.exists()


def test_a_fact_that_somebody_changed_meanwhile_is_not_overwritten(client: Client) -> None:
    company = make.company()
    skill = make.company_capability(company, equipment="old")
    address = url(company, f"facts/capability/{skill.pk}/")
    data = form_of(client, address)
    CompanyCapability.objects.filter(pk=skill.pk).update(equipment="new")

    answer = client.post(address, data | {"equipment": "mine"})

    skill.refresh_from_db()
    assert (answer.status_code, skill.equipment) == (422, "new")
    assert answer.context["form"]["equipment"].value() == "mine"


def test_a_process_is_listed_once(client: Client) -> None:
    company = make.company()
    skill = make.company_capability(company)
    answer = client.post(
        url(company, "facts/capability/"), {"capability": skill.capability_id, "materials": ""}
    )
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["This is listed already."]


def test_materials_are_a_list(client: Client) -> None:
    company, casting = make.company(), make.capability()
    data = {"capability": casting.pk, "materials": "SUS304, S45C", "precision_um": "2.5"}
    client.post(url(company, "facts/capability/"), data)
    skill = CompanyCapability.objects.get()
    assert (skill.materials, skill.precision_um) == (["SUS304", "S45C"], 2.5)


@pytest.mark.parametrize("kind", ["capability", "certificate", "customer", "base", "financials"])
def test_every_kind_of_fact_opens_and_can_go(client: Client, kind: str) -> None:
    company = make.company()
    make.host_country("TH")
    rows: dict[str, Any] = {
        "capability": make.company_capability,
        "certificate": make.company_certificate,
        "customer": make.customer,
        "base": make.overseas_base,
        "financials": make.financials,
    }
    row = rows[kind](company)
    assert client.get(url(company, f"facts/{kind}/")).status_code == 200
    assert client.get(url(company, f"facts/{kind}/{row.pk}/")).status_code == 200
    assert client.post(url(company, f"facts/{kind}/{row.pk}/remove/")).status_code == 302
    assert not type(row).objects.exists()


@pytest.mark.parametrize("rest", ["facts/nonsense/", "facts/contact/nonsense/", "facts/base/9/"])
def test_facts_that_do_not_exist(client: Client, rest: str) -> None:
    assert client.get(url(make.company(), rest)).status_code == 404


def test_a_row_of_another_company_is_not_here(client: Client) -> None:
    person = make.contact()
    assert client.get(url(make.company(), f"facts/contact/{person.pk}/")).status_code == 404


# --- Owners ---------------------------------------------------------------------------------------


def test_a_manager_gives_a_company_to_an_officer() -> None:
    client, owner = client_of(role=User.Role.MANAGER), make.user()
    company = make.company()

    client.post(url(company, "owner/"), {"owner": owner.pk})
    assert Coverage.objects.get(company=company).owner == owner

    client.post(url(company, "owner/"), {"owner": ""})
    assert not Coverage.objects.exists()


def test_an_officer_does_not_give_companies_away(client: Client) -> None:
    company = make.company()
    answer = client.post(url(company, "owner/"), {"owner": make.user().pk})
    assert (answer.status_code, Coverage.objects.exists()) == (403, False)
    assert url(company, "owner/") not in client.get(url(company)).content.decode()


def test_without_a_process_the_matches_say_what_is_missing() -> None:
    company = make.company()
    browser = client_of()
    page = browser.get(f"/companies/{company.pk}/", {"tab": "matches"})
    assert "No process on record" in words(page)
    assert f'href="/companies/{company.pk}/read/"' in page.content.decode()
    make.company_capability(company)
    assert "No match yet" in words(browser.get(f"/companies/{company.pk}/", {"tab": "matches"}))
