"""How a tracked record stands in the register: the flag, the successor, the facts that differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from crm.models import KeptFact
from prospects.models import Company, Cooperative, RegisterEntry
from prospects.register import CREDIT, track
from tests.crm.web.signed_in import client_of, words
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db

SEAT = {"city": "世田谷区", "city_code": "112", "street": "見本町３丁目４番", "postcode": "1540001"}


@pytest.fixture
def client() -> Client:
    return client_of()


def tracked(**fields: Any) -> Company:
    """A company made from a register entry."""
    company = track(entry(**fields))
    assert isinstance(company, Company)
    return company


def registered(company: Company, **fields: Any) -> None:
    """What the register says from now on."""
    RegisterEntry.objects.filter(pk=company.corporate_number).update(**fields)


def page(client: Client, company: Company) -> str:
    return words(client.get(f"/companies/{company.pk}/"))


def answer(client: Client, company: Company, fact: str, text: str, say: str) -> str:
    posted = {"fact": fact, "registered": text, "answer": say}
    found = client.post(f"/companies/{company.pk}/register/", posted, follow=True)
    assert found.redirect_chain == [(f"/companies/{company.pk}/", 302)]
    return found.content.decode()


def test_a_company_in_order_says_nothing(client: Client) -> None:
    said = page(client, tracked())
    assert "The register says otherwise" not in said
    assert "Successor" not in said


def test_a_merged_company_leads_to_its_successor(client: Client) -> None:
    company, heir = tracked(), entry("株式会社承継", kana="ショウケイ")
    merged = {"close_date": dt.date(2025, 8, 1), "close_cause": "11", "process": "21"}
    registered(company, **merged, successor_number=heir.corporate_number)
    said = page(client, company)
    assert "Merged into another company · Fri, Aug 1, 2025 · Register entry" in said
    assert "Successor: 株式会社承継 東京都大田区" in said
    assert "Make the successor a prospect" in said
    track_url = f"/register/{heir.corporate_number}/track/"
    made = client.post(track_url, follow=True).redirect_chain[-1][0]
    successor = Company.objects.get(corporate_number=heir.corporate_number)
    assert made == f"/companies/{successor.pk}/"
    html = client.get(f"/companies/{company.pk}/").content.decode()
    assert f'href="{made}"' in html
    assert "Make the successor a prospect" not in html


def test_a_successor_outside_the_loaded_part(client: Client) -> None:
    company = tracked()
    merged = {"close_date": dt.date(2025, 8, 1), "close_cause": "11", "process": "21"}
    registered(company, **merged, successor_number="8700110005901")
    assert "Successor: 8700110005901 not in the loaded part of the register" in page(
        client, company
    )


def test_a_closed_company_says_why(client: Client) -> None:
    company = tracked()
    registered(company, close_date=dt.date(2025, 1, 22), close_cause="21", process="21")
    said = page(client, company)
    assert "Registration closed · Wed, Jan 22, 2025 · closed by the registrar" in said


def test_a_cooperative_is_flagged_too(client: Client) -> None:
    made = track(entry("架空金属協同組合", kind="399"))
    RegisterEntry.objects.update(close_date=dt.date(2025, 1, 22), close_cause="01", process="21")
    assert "Registration closed" in words(client.get(f"/cooperatives/{made.pk}/"))


def test_both_values_are_shown_and_the_registered_one_is_taken(client: Client) -> None:
    company = tracked()
    registered(company, **SEAT, update_date=dt.date(2025, 8, 21))
    theirs = "〒154-0001 東京都世田谷区見本町３丁目４番"
    said = page(client, company)
    assert "The register says otherwise 1 As of Thu, Aug 21, 2025" in said
    assert f"registered seat Register {theirs} Ours 〒144-0001 東京都大田区架空町１丁目２番" in said
    assert CREDIT in said
    assert "Taken over from the register." in answer(client, company, "address", theirs, "take")
    company.refresh_from_db()
    assert (company.city, company.municipality_code, company.postcode) == (
        "世田谷区",
        "13112",
        "1540001",
    )
    assert (company.as_of, company.version) == (dt.date(2025, 8, 21), 2)
    assert "The register says otherwise" not in page(client, company)


def test_a_source_that_somebody_named_stays(client: Client) -> None:
    company = tracked()
    Company.objects.update(source="명함")
    registered(company, name="株式会社新名称")
    answer(client, company, "name", "株式会社新名称", "take")
    company.refresh_from_db()
    assert (company.name_ja, company.source) == ("株式会社新名称", "명함")


def test_ours_is_kept_until_the_register_changes_again(client: Client) -> None:
    company = tracked()
    registered(company, name="株式会社新名称")
    answer(client, company, "name", "株式会社新名称", "keep")
    assert "The register says otherwise" not in page(client, company)
    kept = KeptFact.objects.get()
    assert (kept.fact, kept.registered) == ("name", "株式会社新名称")
    registered(company, name="株式会社再新名称")
    assert "株式会社再新名称" in page(client, company)
    answer(client, company, "name", "株式会社再新名称", "keep")
    assert KeptFact.objects.get().registered == "株式会社再新名称"


def test_a_cooperative_is_asked_about_as_a_company_is(client: Client) -> None:
    made = track(entry("架空金属協同組合", kind="399"))
    assert isinstance(made, Cooperative)
    assert (made.city, made.street, made.registration) == ("大田区", "架空町１丁目２番", "open")
    at = f"/cooperatives/{made.pk}/"
    RegisterEntry.objects.update(name="架空金属工業協同組合", **SEAT)
    said = words(client.get(at))
    assert "The register says otherwise 2" in said
    assert "registered name Register 架空金属工業協同組合 Ours 架空金属協同組合" in said

    theirs = "〒154-0001 東京都世田谷区見本町３丁目４番"
    for fact, text, say in (("name", "架空金属工業協同組合", "keep"), ("address", theirs, "take")):
        posted = {"fact": fact, "registered": text, "answer": say}
        found = client.post(f"{at}register/", posted, follow=True)
        assert found.redirect_chain == [(at, 302)]
    made.refresh_from_db()
    assert (made.name_ja, made.city, made.version) == ("架空金属協同組合", "世田谷区", 2)
    kept = KeptFact.objects.get()
    assert (kept.company, kept.cooperative, kept.fact) == (None, made, "name")
    assert "The register says otherwise" not in words(client.get(at))


@pytest.mark.parametrize("say", ["take", "keep"])
def test_an_answer_to_what_is_no_longer_said_writes_nothing(client: Client, say: str) -> None:
    company = tracked()
    registered(company, name="株式会社再新名称")
    for fact, text in (("name", "株式会社新名称"), ("nonsense", "x"), ("kana", "")):
        said = answer(client, company, fact, text, say)
        assert "The register says something else by now." in said
    company.refresh_from_db()
    assert company.version == 1
    assert not KeptFact.objects.exists()
