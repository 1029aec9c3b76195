"""No share, no row: in lists, at addresses, behind filters, on every page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from crm.models import Deal
from prospects.models import Company
from tests import make

from .conftest import Caller, caller

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def _ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def _one(noun: str, **fields: Any) -> Company | Deal:
    return make.company(**fields) if noun == "companies" else make.deal(**fields)


@pytest.mark.parametrize("noun", ["companies", "deals"])
def test_an_agency_reads_what_is_shared_with_it_today_and_nothing_else(
    noun: str, partner: Caller
) -> None:
    today = timezone.localdate()
    other = caller(make.agency())
    shared, last_day, expired, elsewhere, nobodys = (_one(noun) for _ in range(5))
    make.share(partner.agency, shared)
    make.share(partner.agency, last_day, until=today)
    make.share(partner.agency, expired, until=today - DAY)
    make.share(other.agency, elsewhere)

    assert _ids(partner.get(noun)) == [str(last_day.pk), str(shared.pk)]
    assert _ids(other.get(noun)) == [str(elsewhere.pk)]
    statuses = {
        record.pk: partner.get(f"{noun}/{record.pk}").status_code
        for record in (shared, last_day, expired, elsewhere, nobodys)
    }
    assert [*statuses.values()] == [200, 200, 404, 404, 404]


@pytest.mark.parametrize("noun", ["companies", "deals"])
def test_filters_and_orders_find_only_shared_rows(noun: str, partner: Caller) -> None:
    fields = (
        {"name_ja": "同名", "employees": 7, "is_demo": True}
        if noun == "companies"
        else {"title": "同名", "amount": 7, "is_demo": True, "jobs": 3}
    )
    shared, _hidden = _one(noun, **fields), _one(noun, **fields)
    make.share(partner.agency, shared)
    filters: list[dict[str, str]] = [{"q": "同名"}, {"demo": "true"}]
    if noun == "companies":
        orders = ["-added", "added", "name", "-name", "employees", "-employees"]
        filters += [{"employees_min": "7"}, {"cooperative": "false"}, {"registration": "open"}]
    else:
        orders = ["title", "-stage", "amount", "-amount", "expected", "-moved"]
        filters += [{"currency": "KRW", "amount_max": "7"}, {"stage": "identified"}]
    for parameters in [*filters, *({"sort": order} for order in orders)]:
        assert _ids(partner.get(noun, **parameters)) == [str(shared.pk)], parameters


@pytest.mark.parametrize("sort", ["-added", "name", "-employees"])
def test_pages_hold_only_shared_rows_also_when_a_share_ends_between_them(
    sort: str, partner: Caller
) -> None:
    companies = [make.company(employees=n % 2 or None) for n in range(8)]
    shares = [make.share(partner.agency, company) for company in companies[::2]]
    first = partner.get("companies", limit=2, sort=sort)
    seen = _ids(first)
    ending = next(share for share in shares if str(share.company_id) not in seen)
    ending.until = timezone.localdate() - DAY
    ending.save()
    while following := first.json()["next"]:
        first = partner.get(following)
        seen += _ids(first)
    expected = {str(company.pk) for company in companies[::2]} - {str(ending.company_id)}
    assert len(seen) == 3
    assert set(seen) == expected


def test_a_shared_deal_shows_its_investors_names_and_does_not_share_them(
    partner: Caller,
) -> None:
    known, unknown = make.company(name_ko="하나"), make.company(name_ko="둘")
    deal = make.deal(known, unknown)
    make.share(partner.agency, deal)
    make.share(partner.agency, known)
    make.share(make.agency(), unknown)

    document = partner.get(f"deals/{deal.pk}").json()

    assert document["investors"] == [
        {
            "id": str(known.pk),
            "name": {"ja": known.name_ja, "ko": "하나", "en": None},
            "is_shared": True,
        },
        {
            "id": str(unknown.pk),
            "name": {"ja": unknown.name_ja, "ko": "둘", "en": None},
            "is_shared": False,
        },
    ]
    assert _ids(partner.get("companies")) == [str(known.pk)]
    assert partner.get(f"companies/{unknown.pk}").status_code == 404


def test_what_partners_are_not_shown_is_in_no_answer(partner: Caller) -> None:
    secret = "confidential"
    company = make.company(phone="03-0000-0000", note=secret)
    make.contact(company, name=secret, email="taro@example.org", phone="090-0000-0000")
    make.customer(company, name=secret)
    make.financials(company, sales_jpy=987_654_321)
    make.intent(company, budget_jpy=123_456_789, note=secret)
    need = make.need(name_ko=secret)
    deal = make.deal(
        company,
        owner=make.user(name=secret),
        need=need,
        firm=need.firm,
        probability=37,
        note=secret,
        status=Deal.Status.LOST,
        closed_because=secret,
        lost_to="VN",
    )
    make.activity(company=company, deal=deal, subject=secret, outcome=secret)
    for record in (company, deal):
        make.share(partner.agency, record)
    texts = "".join(
        partner.get(address).content.decode()
        for address in ("companies", "deals", f"companies/{company.pk}", f"deals/{deal.pk}")
    )
    for hidden in (secret, "0000-0000", "taro@", "987654321", "123456789", "prob", "owner"):
        assert hidden not in texts


def test_only_what_is_shown_can_be_asked_for(partner: Caller) -> None:
    for name in ("owner", "team", "cluster", "firm", "stale", "probability"):
        status, _, document = partner.problem("deals", **{name: "x"})
        assert (status, document["errors"][0]["rule"]) == (400, "unknown_parameter")
