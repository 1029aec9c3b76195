"""Finding companies and the like by any of their names, whoever wrote them and however."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from crm.models import Campaign, Deal
from matching.models import Firm, Need
from prospects.finding import best_records, named, named_q, names_of
from prospects.models import Company, Contact, Cooperative
from prospects.ranking import Why
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "松本製作所",
        "㈱松本",
        "마쓰모토제작소",
        "마츠모토 세이사쿠쇼",
        "まつもと",
        "matsumoto",
        "재팬스틸",
    ],
)
def test_a_company_is_found_by_each_of_its_names(words: str) -> None:
    company = make.company(
        name_ja="株式会社松本製作所", name_kana="マツモトセイサクショ", name_ko="재팬스틸"
    )
    make.company(name_ja="別名工業", name_kana="ベツメイコウギョウ", name_ko="별명공업")
    assert list(named(Company.objects.all(), words)) == [company]
    assert [hit.record for hit in best_records(Company.objects.all(), words, limit=5)] == [company]
    assert list(Company.objects.filter(named_q(Company, words))) == [company]


def test_the_index_follows_whatever_writes_a_row() -> None:
    company = make.company(name_ja="一号工業")
    assert named(Company.objects.all(), "二号").count() == 0
    Company.objects.filter(pk=company.pk).update(name_ja="二号工業")
    assert named(Company.objects.all(), "二号").get() == company
    with connection.cursor() as cursor:
        cursor.execute("UPDATE prospects_company SET name_ko = '삼호공업'")
    assert named(Company.objects.all(), "삼호").get() == company
    Company.objects.bulk_create([Company(name_ja="四号製作所")])
    assert named(Company.objects.all(), "四号").get().name_ja == "四号製作所"


def test_the_very_name_comes_before_beginnings_and_the_rest() -> None:
    rest = make.company(name_ja="大見本工業", name_kana="オオミホンコウギョウ")
    begins = make.company(name_ja="見本工業機械", name_kana="ミホンコウギョウキカイ")
    same = make.company(name_ja="見本工業株式会社", name_kana="ミホンコウギョウ")
    hits = best_records(Company.objects.all(), "見本工業", limit=5)
    assert [(hit.record, hit.why) for hit in hits] == [
        (same, Why.SAME_NAME),
        (begins, Why.NAME_BEGINS),
        (rest, Why.NAME_HAS),
    ]
    heard = best_records(Company.objects.all(), "미혼공업", limit=5)
    assert [(hit.record, hit.why, hit.text) for hit in heard] == [
        (same, Why.HEARD, "미혼코교"),
        (begins, Why.HEARD, "미혼코교키카이"),
        (rest, Why.HEARD, "오미혼코교"),
    ]


def test_a_near_miss_is_found_where_nothing_fits() -> None:
    company = make.company(name_ja="フルヤ工業", name_kana="フルヤコウギョウ")
    [hit] = best_records(Company.objects.all(), "후로야공업", limit=5)
    assert (hit.record, hit.why, hit.text) == (company, Why.CLOSE, "후루야코교")
    assert best_records(Company.objects.all(), "전혀다른이름", limit=5) == ()


def test_a_number_or_its_beginning() -> None:
    company = make.company()
    number = str(company.corporate_number)
    for text in (number, f"T{number}", number[:6]):
        [hit] = best_records(Company.objects.filter(pk=company.pk), text, limit=5)
        assert (hit.record, hit.why) == (company, Why.NUMBER)
        assert company in named(Company.objects.all(), text)


def test_rows_that_are_not_asked_for_are_not_found() -> None:
    make.company(name_ja="見本工業")
    assert best_records(Company.objects.none(), "見本", limit=5) == ()
    assert best_records(Company.objects.all(), "", limit=5) == ()


@pytest.mark.parametrize("noun", [Company, Contact, Cooperative, Firm, Need, Deal, Campaign])
@pytest.mark.parametrize("words", ["見本工業", "見本", "ミホン", "미혼", "mihon", "후로야공업"])
def test_every_noun_and_shape_is_answered_from_its_index(noun: Any, words: str) -> None:
    assert names_of(noun)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = named(noun.objects.all(), words).order_by().explain()
    assert f"{noun._meta.model_name}_names" in plan
    assert "Seq Scan" not in plan
