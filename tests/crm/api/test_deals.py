"""A deal as partners read it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Deal
from prospects.register.facts import CREDIT
from tests import make

from .conftest import Caller

pytestmark = pytest.mark.django_db


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def test_a_deal_in_full(partner: Caller) -> None:
    firm = make.firm(name_ko="시험전자", name_ja="", name_en="")
    company = make.company(name_ja="大田精密")
    deal = make.deal(
        company,
        title="구미 공장",
        stage="notified",
        currency="JPY",
        amount=123_456_789_012_345_678,
        notified_amount=1,
        jobs=30,
        firm=firm,
        site=make.site(firm, name_ko="구미 사업장"),
        zone=make.zone(key="gumi", name_ko="구미 단지"),
        cooperative=make.cooperative(name_ja="試験協同組合"),
        expected_on=dt.date(2027, 3, 31),
        notified_on=dt.date(2026, 10, 1),
    )
    make.share(partner.agency, deal)
    expected = {
        "id": str(deal.pk),
        "title": "구미 공장",
        "stage": "notified",
        "stage_since": _iso(deal.stage_since),
        "status": "active",
        "lost_to": None,
        "expected_amount": {"amount": "123456789012345678", "currency": "JPY"},
        "notified_amount": {"amount": "1", "currency": "JPY"},
        "arrived_amount": None,
        "jobs": 30,
        "expected_on": "2027-03-31",
        "site_visit_on": None,
        "mou_on": None,
        "notified_on": "2026-10-01",
        "arrived_on": None,
        "registered_on": None,
        "operating_on": None,
        "firm": {"id": str(firm.pk), "name": {"ja": None, "ko": "시험전자", "en": None}},
        "site": {
            "name": {"ja": None, "ko": "구미 사업장", "en": None},
            "region": "경상북도",
            "city": "구미시",
        },
        "zone": {"key": "gumi", "name": {"ja": None, "ko": "구미 단지", "en": None}},
        "cooperative": {"ja": "試験協同組合", "ko": None, "en": None},
        "investors": [
            {
                "id": str(company.pk),
                "name": {"ja": "大田精密", "ko": None, "en": None},
                "is_shared": False,
            }
        ],
        "is_demo": False,
        "created_at": _iso(deal.created_at),
        "updated_at": _iso(deal.updated_at),
    }
    assert partner.get("deals").json() == {
        "results": [expected],
        "next": None,
        "previous": None,
        "credit": CREDIT,
    }
    assert partner.get(f"deals/{deal.pk}").json() == {**expected, "credit": CREDIT}


def test_a_bare_deal(partner: Caller) -> None:
    deal = make.deal(status=Deal.Status.LOST, closed_because="가격", lost_to="VN")
    make.share(partner.agency, deal)
    document = partner.get(f"deals/{deal.pk}").json()
    assert (document["status"], document["lost_to"]) == ("lost", "VN")
    assert {key for key, value in document.items() if value is None} == {
        "expected_amount",
        "notified_amount",
        "arrived_amount",
        "jobs",
        "expected_on",
        "site_visit_on",
        "mou_on",
        "notified_on",
        "arrived_on",
        "registered_on",
        "operating_on",
        "firm",
        "site",
        "zone",
        "cooperative",
    }
    assert document["investors"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_the_database_twice_whatever_its_length(partner: Caller, rows: int) -> None:
    for _ in range(rows):
        deal = make.deal(make.company(), make.company(), firm=make.firm(), zone=make.zone())
        make.share(partner.agency, deal)
    with CaptureQueriesContext(connection) as queries:
        assert len(partner.get("deals").json()["results"]) == rows
    assert len(queries) == 2
