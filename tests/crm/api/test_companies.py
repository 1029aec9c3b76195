"""A company as partners read it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm import merging
from crm.models import User
from prospects.models import Company, ExpansionIntent
from prospects.register.facts import CREDIT
from tests import make

from .conftest import Caller

pytestmark = pytest.mark.django_db


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


@pytest.fixture
def company(partner: Caller) -> Company:
    company = make.company(
        name_ja="株式会社大田精密",
        name_kana="オオタセイミツ",
        name_ko="오타정밀",
        corporate_number=make.corporate_number(123),
        cluster=make.cluster(key="ota-ward"),
        prefecture="東京都",
        city="大田区",
        street="試験町1-1",
        postcode="1440000",
        municipality_code="13111",
        jsic_code="2452",
        founded_year=1974,
        employees=24,
        capital_jpy=10_000_000,
        website="https://example.org/",
        products="정밀 부품",
        source="방문",
        as_of=dt.date(2026, 5, 1),
        is_demo=True,
    )
    milling = make.capability(key="milling", position=2)
    make.company_capability(company, milling, materials=["SUS304"], precision_um=5, equipment="5軸")
    make.company_capability(company, make.capability(key="casting", position=1))
    make.company_certificate(company, make.certificate(key="iso-9001"))
    make.intent(
        company,
        mode=ExpansionIntent.Mode.GROUP,
        target_countries=["KR", "VN"],
        horizon_months=18,
        keeps_home_base=True,
    )
    make.overseas_base(company, country="TH", since_year=2011)
    make.membership(make.cooperative(name_ja="試験協同組合"), company)
    make.share(partner.agency, company)
    return company


def _summary(company: Company) -> dict[str, object]:
    return {
        "id": str(company.pk),
        "corporate_number": make.corporate_number(123),
        "registration": "open",
        "name": {
            "ja": "株式会社大田精密",
            "ko": "오타정밀",
            "en": None,
            "kana": "オオタセイミツ",
        },
        "place": {
            "prefecture": "東京都",
            "city": "大田区",
            "street": "試験町1-1",
            "postcode": "1440000",
            "municipality_code": "13111",
        },
        "cluster": "ota-ward",
        "jsic_code": "2452",
        "founded_year": 1974,
        "employees": 24,
        "capital_jpy": 10_000_000,
        "website": "https://example.org/",
        "capabilities": ["casting", "milling"],
        "certificates": ["iso-9001"],
        "intent": {
            "mode": "group",
            "target_countries": ["KR", "VN"],
            "horizon_months": 18,
            "keeps_home_base": True,
        },
        "source": "방문",
        "as_of": "2026-05-01",
        "is_demo": True,
        "created_at": _iso(company.created_at),
        "updated_at": _iso(company.updated_at),
    }


def test_in_a_list(partner: Caller, company: Company) -> None:
    assert partner.get("companies").json() == {
        "results": [_summary(company)],
        "next": None,
        "previous": None,
        "credit": CREDIT,
    }


def test_at_its_address(partner: Caller, company: Company) -> None:
    unknown: dict[str, object] = {
        "materials": [],
        "precision_um": None,
        "size_max_mm": None,
        "monthly_volume": None,
        "equipment": None,
    }
    assert partner.get(f"companies/{company.pk}").json() == {
        **_summary(company),
        "products": "정밀 부품",
        "capability_details": [
            {**unknown, "capability": "casting"},
            {
                **unknown,
                "capability": "milling",
                "materials": ["SUS304"],
                "precision_um": 5.0,
                "equipment": "5軸",
            },
        ],
        "overseas_bases": [{"country": "TH", "city": None, "kind": "factory", "since_year": 2011}],
        "cooperatives": [{"ja": "試験協同組合", "ko": None, "en": None}],
        "credit": CREDIT,
    }


def test_with_nothing_known_but_a_name(partner: Caller) -> None:
    company = make.company(name_ja="", name_kana="", name_ko="미지", corporate_number=None)
    make.share(partner.agency, company)
    (row,) = partner.get("companies").json()["results"]
    unknown = {key for key, value in row.items() if value is None}
    assert unknown == {
        "corporate_number",
        "cluster",
        "jsic_code",
        "founded_year",
        "employees",
        "capital_jpy",
        "website",
        "intent",
        "source",
        "as_of",
    }
    assert row["name"] == {"ja": None, "ko": "미지", "en": None, "kana": None}
    assert set(row["place"].values()) == {None}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_the_database_twice_whatever_its_length(partner: Caller, rows: int) -> None:
    """Once for the token with its agency, once for the page."""
    for _ in range(rows):
        company = make.company(cluster=make.cluster())
        make.company_capability(company)
        make.company_certificate(company)
        make.intent(company)
        make.share(partner.agency, company)
    with CaptureQueriesContext(connection) as queries:
        assert len(partner.get("companies").json()["results"]) == rows
    assert len(queries) == 2


def test_a_record_asks_the_database_twice(partner: Caller, company: Company) -> None:
    with CaptureQueriesContext(connection) as queries:
        partner.get(f"companies/{company.pk}")
    assert len(queries) == 2


def test_a_merged_company_answers_with_its_successor(partner: Caller) -> None:
    survivor, absorbed, alone = make.company(), make.company(), make.company()
    make.share(partner.agency, absorbed)
    by = make.user(role=User.Role.ANALYST)
    merge = merging.merge(survivor, [absorbed], by=by)
    hidden = merging.merge(alone, [make.company()], by=by)
    answer = partner.get(f"/api/v1/companies/{absorbed.pk}")
    assert answer.status_code == 410
    assert answer.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "code": "merged",
        "detail": "This record was merged into another one: see `successor`.",
        "successor": {"id": str(survivor.pk), "url": f"/api/v1/companies/{survivor.pk}"},
    }
    assert partner.get(f"/api/v1/companies/{survivor.pk}").status_code == 200
    assert partner.get(f"/api/v1/companies/{hidden.absorbed[0]}").status_code == 404
    merging.undo(merge, by=by)
    assert partner.get(f"/api/v1/companies/{absorbed.pk}").status_code == 200
    assert partner.get(f"/api/v1/companies/{survivor.pk}").status_code == 404


@pytest.mark.parametrize("question", [{"push": "strong"}, {"sort": "-strength"}])
def test_readiness_is_not_told_by_a_filter_either(
    partner: Caller, company: Company, question: dict[str, str]
) -> None:
    assert partner.get("companies", **question).status_code == 400
