"""Duplicates: asked about before saving, merged side by side, undone, kept apart."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from crm import merging
from crm.models import Distinction, Merge, User
from crm.timeline import timeline_of
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, counted, words
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return make.user(role=User.Role.ANALYST)


@pytest.fixture
def client(analyst: User) -> Client:
    return client_of(analyst)


def named(name: str = "髙橋精機", **fields: Any) -> Company:
    return make.company(
        **{"name_ja": name, "name_kana": "", "city": "大田区", "corporate_number": None, **fields}
    )


# --- Before saving --------------------------------------------------------------------------------


def test_a_new_company_that_is_probably_here_is_asked_about_once() -> None:
    client, known = client_of(), named()
    typed = {"name_ja": "株式会社高橋精機", "city": "大田区", "note": "met at a fair"}
    answer = client.post("/companies/new/", typed)
    assert answer.status_code == 422
    said = words(answer)
    assert "Is it one of these?" in said
    assert "same name in the same municipality" in said
    assert f"/companies/{known.pk}/" in answer.content.decode()
    assert "met at a fair" in answer.content.decode(), "nothing that was typed is lost"
    assert Company.objects.count() == 1
    assert client.post("/companies/new/", {**typed, "anyway": "1"}).status_code == 302
    assert Company.objects.count() == 2


def test_while_typing_the_likely_ones_are_shown_with_the_reason() -> None:
    client, known = client_of(), named(corporate_number=make.corporate_number())
    for typed, reason in (
        ({"name_ja": "高橋精機㈱"}, "the place of one is not known"),
        ({"corporate_number": f"T{known.corporate_number}"}, "same corporate number"),
    ):
        said = client.get("/companies/likely/", typed, headers={"HX-Request": "true"})
        assert reason in " ".join(said.content.decode().split())
    for nothing in ({"name_ja": "別"}, {"corporate_number": "12"}, {}):
        assert "notice" not in client.get("/companies/likely/", nothing).content.decode()


def test_a_register_entry_that_is_probably_tracked_is_asked_about() -> None:
    client, row = client_of(), entry()
    known = named(row.name, city=row.city)
    url = f"/register/{row.corporate_number}/track/"
    answer = client.post(url)
    assert answer.status_code == 422
    assert f"/companies/{known.pk}/" in answer.content.decode()
    assert client.post(url, {"anyway": "1"}).status_code == 302
    assert Company.objects.filter(corporate_number=row.corporate_number).exists()


# --- The list -------------------------------------------------------------------------------------


def test_the_list_shows_groups_in_a_fixed_number_of_queries(client: Client) -> None:
    asked = []
    for name in ("髙橋精機", "松本製作所", "渡辺鉄工所"):
        named(name)
        named(f"㈱{name}")
        merging.duplicate_groups()  # the comparison itself is kept
        client.get("/duplicates/")
        with counted() as queries:
            said = words(client.get("/duplicates/"))
        asked.append(len(queries))
    assert "3 records" in said
    assert len({*asked}) == 1


def test_different_corporate_numbers_are_shown_when_asked_for(client: Client) -> None:
    for _ in range(2):
        named(corporate_number=make.corporate_number())
    assert "No duplicates found" in words(client.get("/duplicates/"))
    said = words(client.get("/duplicates/?numbers=all&from=x"))
    assert "different corporate numbers" in said
    assert "Compare and merge" in said


def test_companies_are_kept_apart_and_that_is_taken_back(client: Client, analyst: User) -> None:
    a, b = named(), named()
    answer = client.post("/duplicates/decide/", {"company": [a.pk, b.pk], "decision": "apart"})
    assert answer.status_code == 302
    said = Distinction.objects.get()
    assert said.by == analyst
    assert "No duplicates found" in words(client.get("/duplicates/"))
    assert str(analyst) in words(client.get("/duplicates/apart/"))
    client.post(f"/distinctions/{said.pk}/undo/")
    client.post(f"/distinctions/{said.pk}/undo/")  # a second press does no harm
    assert "No duplicates found" not in words(client.get("/duplicates/"))


def test_too_few_to_keep_apart_is_said(client: Client) -> None:
    sent = {"company": [named().pk, "x"], "decision": "apart"}
    answer = client.post("/duplicates/decide/", sent, follow=True)
    assert "Choose two or more different companies." in answer.content.decode()
    assert not Distinction.objects.exists()


# --- Merging --------------------------------------------------------------------------------------


def compare(client: Client, *companies: Company) -> dict[str, Any]:
    """What the page sends as it stands: the suggestions, nothing changed."""
    keys = "&".join(f"company={each.pk}" for each in companies)
    page = client.get(f"/merges/new/?{keys}").content.decode()
    sent: dict[str, Any] = {"company": re.findall(r'name="company"\s+value="([^"]+)"', page)}
    sent |= dict(re.findall(r'name="(version-[^"]+)"\s+value="([^"]+)"', page))
    chosen = re.findall(r'type="radio"\s+name="([^"]+)"\s+value="([^"]+)"\s*checked', page)
    return sent | dict(chosen)


def test_the_other_record_is_picked_and_compared(client: Client) -> None:
    a, b = named(), named("髙橋金型")
    url = f"/companies/{a.pk}/merge/"
    itself = client.post(url, {"other": f"company:{a.pk}"}, headers=IN_PANEL)
    assert itself.status_code == 422
    assert "This is the company itself." in words(itself)
    answer = client.post(url, {"other": f"company:{b.pk}"})
    assert answer.headers["Location"] == f"/merges/new/?company={a.pk}&company={b.pk}"


def test_companies_are_merged_as_chosen_and_the_old_address_leads_on(client: Client) -> None:
    a, b = named(employees=10), named(employees=12)
    make.activity(company=a, subject="called")
    sent = compare(client, a, b)
    assert (sent["survivor"], sent["of-employees"]) == (str(a.pk), str(a.pk))
    answer = client.post("/merges/new/", {**sent, "of-employees": str(b.pk)}, follow=True)
    assert answer.redirect_chain == [(f"/companies/{a.pk}/", 302)]
    assert (Company.objects.get().pk, Company.objects.get().employees) == (a.pk, 12)
    for address in ("", "edit/", "facts/contact/", "shares/"):
        found = client_of(role=User.Role.MANAGER).get(f"/companies/{b.pk}/{address}", follow=True)
        assert found.redirect_chain == [(f"/companies/{a.pk}/", 302)]
        assert f"{b} was merged into this company on" in found.content.decode()
    posted = client.post(f"/companies/{b.pk}/edit/", {"name_ja": "x"}, follow=True)
    assert "Nothing was saved." in posted.content.decode()


def test_what_was_saved_meanwhile_stops_the_merge(client: Client) -> None:
    a, b = named(employees=10), named(employees=12)
    sent = compare(client, a, b)
    Company.objects.filter(pk=b.pk).update(version=2, employees=14)
    answer = client.post("/merges/new/", {**sent, "of-employees": str(b.pk)})
    assert answer.status_code == 422
    said = words(answer)
    assert "saved by somebody else meanwhile" in said
    assert "14" in said
    again = compare(client, a, b)
    assert client.post("/merges/new/", again).status_code == 302


def test_the_page_says_what_moves_and_what_is_joined(client: Client) -> None:
    a, b, skill = named(), named(), make.capability(name_en="Plating")
    make.company_capability(a, skill, precision_um=5)
    make.company_capability(b, skill, precision_um=3)
    make.contact(b)
    said = words(client.get(f"/merges/new/?company={a.pk}&company={b.pk}"))
    assert "in both, joined Plating Tolerance (± µm): 5 (the other says 3)" in said
    assert "Contacts 1 moved" in said


def test_the_page_needs_a_fixed_number_of_queries(client: Client) -> None:
    asked = []
    for many in (1, 3):
        companies = [named(), named()]
        for _ in range(many):
            skill = make.capability()
            for each in companies:
                make.company_capability(each, skill)
                make.activity(company=each)
        with counted() as queries:
            client.get(f"/merges/new/?{'&'.join(f'company={c.pk}' for c in companies)}")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "query", ["", "?company=x", "?company=00000000-0000-7000-8000-000000000000"]
)
def test_nothing_to_compare_leads_back_to_the_list(client: Client, query: str) -> None:
    answer = client.get(f"/merges/new/{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/duplicates/")


# --- Undoing --------------------------------------------------------------------------------------


def merged(by: User, **fields: Any) -> tuple[Company, Company, Merge]:
    a, b = named(), named(**fields)
    return a, b, merging.merge(a, [b], by=by)


def test_a_merge_is_undone_from_the_message_when_nothing_happened_since(
    client: Client, analyst: User
) -> None:
    a, b, merge = merged(analyst)
    answer = client.post(f"/merges/{merge.pk}/undo/")
    assert answer.headers["Location"] == f"/companies/{a.pk}/"
    assert Company.objects.filter(pk=b.pk).exists()
    again = client.post(f"/merges/{merge.pk}/undo/", follow=True)
    assert "This merge was undone already." in again.content.decode()


def test_what_happened_since_is_said_before_it_is_undone(client: Client, analyst: User) -> None:
    a, b, merge = merged(analyst, phone="03")
    Company.objects.filter(pk=a.pk).update(phone="06", version=3)
    make.activity(company=a)
    said = words(client.post(f"/merges/{merge.pk}/undo/"))
    assert "Phone was changed since the merge" in said
    assert "Activities 1" in said
    assert not Company.objects.filter(pk=b.pk).exists()
    stale = client.post(f"/merges/{merge.pk}/undo/", {"version": "2"})
    assert stale.status_code == 422
    client.post(f"/merges/{merge.pk}/undo/", {"version": "3", "edit-phone": "restore"})
    assert [*Company.objects.order_by("pk").values_list("phone", flat=True)] == ["", "03"]


def test_the_history_of_what_was_merged_stays_readable(client: Client, analyst: User) -> None:
    a, b, merge = merged(analyst, employees=7)
    Merge.objects.filter(pk=merge.pk).update(absorbed_names=["the old one"])
    assert timeline_of(a).entries[0].title == f"Merged with {b}"
    page = client_of().get(f"/companies/{b.pk}/merged/", follow=True)
    said = words(page)
    assert page.redirect_chain == [(f"/merges/{merge.pk}/", 302)]
    assert "History of the old one" in said
    assert "Added to the list" in said
    assert "the old one" in words(client.get("/duplicates/merges/"))
    merging.undo(merge, by=analyst)
    assert timeline_of(a).entries[0].title == "Merge undone: the old one"
    assert client.get(f"/companies/{b.pk}/merged/").status_code == 404
    assert "Undone" in words(client.get("/duplicates/merges/"))
