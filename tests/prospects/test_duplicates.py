"""Likely duplicates among stored companies."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from prospects.duplicates import candidate, could_meet, duplicate_pairs, likely_duplicates
from prospects.likeness import Reason
from prospects.models import Company, FormerCompany
from prospects.names import normal_form
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def known(**fields: object) -> Company:
    """A company of whom only the fields are known."""
    return make.company(
        **{"name_ja": "", "name_kana": "", "corporate_number": None, "name_ko": "회사", **fields}
    )


def found(**fields: object) -> list[tuple[Company, Reason]]:
    return [(each.company, each.reason) for each in likely_duplicates([candidate(1, fields)])]


def test_each_reason_finds_its_company() -> None:
    number = make.corporate_number()
    by_number = known(corporate_number=number)
    by_name = known(name_ja="㈱髙橋精機", municipality_code="13111")
    by_reading = known(name_kana="タカハシセイキ", postcode="1440000")
    without_place = known(name_ja="高橋精機")
    known(name_ja="高橋精機", municipality_code="27227")
    assert found(
        corporate_number=number,
        name_ja="株式会社高橋精機",
        name_kana="たかはしせぃき",
        municipality_code="13111",
        postcode="1440000",
    ) == [
        (by_number, Reason.NUMBER),
        (by_name, Reason.NAME_AND_PLACE),
        (by_reading, Reason.READING_AND_POSTCODE),
        (without_place, Reason.NAME),
    ]


def test_a_name_without_a_place_is_looked_for_everywhere() -> None:
    company = known(name_ko="다카하시정기", municipality_code="27227")
    assert found(name_ko="다카하시 정기") == [(company, Reason.NAME)]
    assert found(name_ko="다카하시정기", municipality_code="13111") == []


def test_a_stored_company_is_not_its_own_duplicate() -> None:
    company = known(name_ja="高橋精機")
    assert likely_duplicates([candidate(company.pk, {"name_ja": "高橋精機"})]) == []
    assert len(likely_duplicates([candidate(uuid.uuid4(), {"name_ja": "高橋精機"})])) == 1


def test_the_reason_is_said_in_words() -> None:
    known(name_ja="高橋精機", city="大田区", corporate_number=make.corporate_number())
    asked = {"name_ja": "高橋精機", "city": "大田区", "corporate_number": make.corporate_number()}
    [duplicate] = likely_duplicates([candidate(1, asked)])
    assert duplicate.words == "same name in the same municipality (but another corporate number)"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("見本", "㈱見本"),
        ("見", "株式会社見"),
        ("ミホンセイキ", "みほんせいき"),
        ("미혼세이코", "미혼 세이코"),
        ("MIHON Seiki Co., Ltd.", "Mihon Seiki"),
        ("髙橋精機", "高橋 精機"),
        ("……", "……"),
        ("ー", "ー"),
        ("見本(東京)", "見本東京"),
    ],
)
def test_the_index_of_names_misses_no_equal_name(name: str, asked: str) -> None:
    company = known(name_ja=name, city="大田区")
    known(name_ja=name + "二", city="大田区")
    expected = [(company, Reason.NAME_AND_PLACE)] if normal_form(name) == normal_form(asked) else []
    assert found(name_ja=asked, city="大田区") == expected
    assert found(name_ko=asked, municipality_code="") == [
        (company, Reason.NAME) for company, _ in expected
    ]


@pytest.mark.parametrize(
    ("fields", "indexes"),
    [
        ({"name_ja": "見本精機"}, ["company_names"]),
        (
            {"name_ja": "見本精機", "name_ko": "미혼세이키", "municipality_code": "13111"},
            ["company_names"],
        ),
        (
            {"name_kana": "ミホン", "postcode": "1440000", "corporate_number": "7000012050002"},
            ["company_postcode", "company_corporate_number"],
        ),
    ],
)
def test_companies_that_could_meet_come_from_indexes(
    fields: dict[str, str], indexes: list[str]
) -> None:
    one = candidate(1, fields)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    forms = [normal_form(name) for name in one.names]
    plan = could_meet(Company.objects.all(), [one], forms).order_by().explain()
    assert "Seq Scan" not in plan
    for index in indexes:
        assert index in plan


@pytest.mark.parametrize("many", [1, 3, 300])
def test_three_queries_whatever_the_number_of_candidates(many: int) -> None:
    for n in range(3):
        known(name_ja=f"試験{n}", municipality_code="13111", cluster=make.cluster())
    asked = [
        candidate(n, {"name_ja": f"試験{n}", "municipality_code": "13111"}) for n in range(many)
    ]
    with CaptureQueriesContext(connection) as queries:
        duplicates = likely_duplicates(asked)
        assert [str(each.company.cluster.pk) for each in duplicates if each.company.cluster]
    assert (len(duplicates), len(queries)) == (min(many, 3), 3)


def test_pairs_among_the_stored_companies() -> None:
    a, b = (known(name_ja=name, city="大田区") for name in ("高橋精機", "髙橋精機㈱"))
    known(name_ja="高橋精機", city="東大阪市")
    pairs = [
        (one, other, like.reason) for one, other, like in duplicate_pairs(Company.objects.all())
    ]
    assert pairs == [(a.pk, b.pk, Reason.NAME_AND_PLACE)]


def test_a_company_that_was_merged_finds_the_one_it_went_to() -> None:
    company = known(name_ja="高橋精機", city="大田区")
    FormerCompany.objects.create(
        id=uuid.uuid4(),
        successor=company,
        merged_at=timezone.now(),
        name_ja="松本製作所",
        city="大田区",
    )
    asked = {"name_ja": "㈱松本製作所", "city": "大田区"}
    [duplicate] = likely_duplicates([candidate(1, asked)])
    assert (duplicate.company, duplicate.former) == (company, "松本製作所")
    assert duplicate.words.endswith("(it took up 松本製作所 in a merge)")
    assert likely_duplicates([candidate(company.pk, asked)]) == []
