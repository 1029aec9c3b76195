"""Every filter of companies and cooperatives: which rows, in which order, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import translation

from crm import keyset
from prospects.filters import CompanyFilter, CooperativeFilter
from prospects.models import Company, CompanyReadiness, Cooperative, ExpansionIntent
from prospects.prefectures import PREFECTURES
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def _companies() -> None:
    ota = make.cluster(key="ota-ward")
    milling = make.capability(key="milling", parent=make.capability(key="cutting"))
    iatf = make.certificate(key="iatf-16949")
    make.host_country("VN")
    make.host_country("KR")
    one = make.company(
        name_ja="株式会社大田精密",
        name_kana="オオタセイミツ",
        name_ko="오타정밀",
        name_en="Ota Seimitsu",
        corporate_number=make.corporate_number(123),
        cluster=ota,
        prefecture="東京都",
        employees=12,
    )
    make.company_capability(one, milling)
    make.company_certificate(one, iatf)
    make.intent(one, mode="group", target_countries=["KR", "VN"])
    make.membership(make.cooperative(), one)
    two = make.company(
        name_ja="浜松鋳造",
        name_kana="",
        prefecture="静岡県",
        employees=40,
        # Fixed: one made by the run's counter begins like the other's in one run of nine.
        corporate_number=make.corporate_number(987654321098),
        registration=Company.Registration.CLOSED,
        is_demo=True,
    )
    make.intent(two, mode=ExpansionIntent.Mode.ALONE, target_countries=["CN"])
    make.company(name_ja="", name_kana="", name_ko="미지", corporate_number=None)


def _names(**data: str) -> list[str]:
    found = CompanyFilter(data, queryset=Company.objects.all())
    assert found.errors == {}
    return [str(company) for company in found.qs.order_by(*found.order)]


ONE, TWO, THREE = "株式会社大田精密", "浜松鋳造", "미지"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, [THREE, TWO, ONE]),
        ({"sort": "added"}, [ONE, TWO, THREE]),
        ({"sort": "name"}, [THREE, ONE, TWO]),
        ({"sort": "-name"}, [TWO, ONE, THREE]),
        ({"sort": "no such order"}, [THREE, TWO, ONE]),
        ({"q": "大田"}, [ONE]),
        ({"q": "おおた 精密"}, [ONE]),
        ({"q": "ota 오타"}, [ONE]),
        ({"q": make.corporate_number(123)}, [ONE]),
        ({"q": make.corporate_number(123)[:7]}, [ONE]),
        ({"q": "大田 浜松"}, []),
        ({"q": "%"}, []),
        ({"cluster": "ota-ward"}, [ONE]),
        ({"prefecture": "静岡県"}, [TWO]),
        ({"capability": "milling"}, [ONE]),
        ({"capability": "cutting"}, [ONE]),
        ({"certificate": "iatf-16949"}, [ONE]),
        ({"employees_min": "13"}, [TWO]),
        ({"employees_min": "12", "employees_max": "12"}, [ONE]),
        ({"mode": "group"}, [ONE]),
        ({"country": "VN"}, [ONE]),
        ({"cooperative": "true"}, [ONE]),
        ({"cooperative": "false"}, [THREE, TWO]),
        ({"registration": "closed"}, [TWO]),
        ({"demo": "true"}, [TWO]),
        ({"demo": "false", "prefecture": "東京都"}, [ONE]),
    ],
)
@pytest.mark.usefixtures("_companies")
def test_narrows(data: dict[str, str], expected: list[str]) -> None:
    assert _names(**data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"cluster": "atlantis"},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        (
            {"prefecture": "Tokyo"},
            "Select a valid choice. Tokyo is not one of the available choices.",
        ),
        ({"employees_min": "many"}, "Enter a whole number in digits, such as 800 or 1,200."),
        ({"employees_max": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"demo": "perhaps"}, "Give true or false."),
        ({"q": "x" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
    ],
)
def test_refuses(data: dict[str, str], message: str) -> None:
    with translation.override("en"):
        found = CompanyFilter(data, queryset=Company.objects.all())
        assert found.errors == {next(iter(data)): [message]}


#: Push, will and strength as kept, by name.
KEPT = {"A": (2, -1, 0), "B": (1, 2, 0), "C": (0, 1, 2), "D": (-1, -1, -1)}


@pytest.fixture
def _assessed() -> None:
    for name, (push, will, strength) in KEPT.items():
        company = make.company(name_ja=name)
        CompanyReadiness.objects.create(
            company=company, push=push, will=will, strength=strength, as_of=dt.date(2026, 11, 20)
        )
    make.company(name_ja="E")  # nothing was worked out yet


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"push": "strong"}, "A"),
        ({"push": "speaks"}, "AB"),
        ({"push": "some"}, "B"),
        ({"push": "none"}, "C"),
        ({"push": "unknown"}, "D"),
        ({"will": "speaks", "strength": "strong"}, "C"),
        ({"sort": "-push"}, "ABCDE"),
        ({"sort": "push"}, "DCBAE"),
        ({"sort": "-will"}, "BCDAE"),
        ({"sort": "strength"}, "DABCE"),
        ({"sort": "-strength", "push": "speaks"}, "BA"),
    ],
)
@pytest.mark.usefixtures("_assessed")
def test_narrows_and_sorts_by_readiness(data: dict[str, str], expected: str) -> None:
    found = CompanyFilter(data, queryset=Company.objects.all())
    if "sort" not in data:
        data["sort"] = "name"
    assert found.errors == {}
    walked, cursor = "", None
    while True:  # page by page, as lists and the API do
        at = keyset.page(found.qs, order=found.order, size=2, cursor=cursor)
        walked += "".join(company.name_ja for company in at.rows)
        if not (cursor := at.next):
            break
    assert walked == expected


@pytest.mark.parametrize("part", ["push", "will", "strength"])
def test_an_order_by_readiness_walks_its_index(part: str) -> None:
    found = CompanyFilter({"sort": f"-{part}"}, queryset=Company.objects.all())
    keys = keyset.keys_of(found.qs, found.order)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    known, _unknown = keyset._parts(found.qs, keys, None, forward=True)
    plan = known[:51].explain()
    assert f"Index Only Scan Backward using companyreadiness_{part}" in plan
    assert "Sort" not in plan


def test_choices_speak_the_readers_language() -> None:
    make.cluster(key="ota-ward", name_ko="오타구", name_ja="大田区", name_en="Ota Ward")
    labels = {}
    for language in ("ko", "ja", "en"):
        with translation.override(language):
            form = CompanyFilter({}, queryset=Company.objects.all()).form
            cluster = [str(label) for _, label in form.fields["cluster"].choices]
            prefecture = dict(form.fields["prefecture"].choices)["東京都"]
            labels[language] = (cluster[-1], str(prefecture))
    assert labels == {
        "ko": ("오타구", "도쿄도"),
        "ja": ("大田区", "東京都"),
        "en": ("Ota Ward", "Tokyo"),
    }


def test_prefectures_are_complete() -> None:
    assert [p.code for p in PREFECTURES] == [f"{code:02d}" for code in range(1, 48)]
    assert len({p.ja for p in PREFECTURES}) == len({p.ko for p in PREFECTURES}) == 47


@pytest.fixture
def _cooperatives() -> None:
    make.host_country("ID")
    make.host_country("MX")
    one = make.cooperative(
        name_ja="浜松協同組合",
        name_ko="하마마쓰조합",
        corporate_number=make.corporate_number(123),
        cluster=make.cluster(key="hamamatsu"),
    )
    make.group_plan(one, target_countries=["ID"])
    two = make.cooperative(name_ja="太田金型組合", name_en="Ota Mould Makers")
    make.group_plan(two, target_countries=["MX"], stage="dropped")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, ["太田金型組合", "浜松協同組合"]),
        ({"sort": "name"}, ["太田金型組合", "浜松協同組合"]),
        ({"sort": "-name"}, ["浜松協同組合", "太田金型組合"]),
        ({"q": "浜松 하마"}, ["浜松協同組合"]),
        ({"q": "mould"}, ["太田金型組合"]),
        ({"q": make.corporate_number(123)[:6]}, ["浜松協同組合"]),
        ({"cluster": "hamamatsu"}, ["浜松協同組合"]),
        ({"country": "ID"}, ["浜松協同組合"]),
        ({"country": "MX"}, []),
    ],
)
@pytest.mark.usefixtures("_cooperatives")
def test_narrows_cooperatives(data: dict[str, str], expected: list[str]) -> None:
    found = CooperativeFilter(data, queryset=Cooperative.objects.all())
    assert found.errors == {}
    assert [str(each) for each in found.qs.order_by(*found.order)] == expected
