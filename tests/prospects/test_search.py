"""Finding register entries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection

from prospects.models import RegisterEntry
from prospects.register import load_register
from prospects.search import corporate_number, search_register

from .register_files import deletion, number, row, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path: Path) -> None:
    rows = [
        row(1, name="株式会社濵田製作所", kana="ハマダセイサクショ"),
        row(2, name="㈲浜田鐵工所", kind="302", kana=""),
        row(3, name="新浜田精密株式会社", name_en="Shin Hamada Precision Co., Ltd."),
        row(4, name="浜田工業協同組合", kind="399", prefecture_code="27", city_code="227"),
        row(5, name="株式会社浜田", process="21", close_date="2024-01-01", close_cause="01"),
        row(6, name="ﾊﾏﾀﾞ電子", kana=""),
        row(7, name="一橋精工", kana="イチハシセイコウ"),
        deletion(8),
    ]
    load_register([write(tmp_path / "x.csv", rows)])


def found(words: str = "", **options: object) -> list[int]:
    entries = search_register(words, **options)  # type: ignore[arg-type]
    order = {number(index): index for index in range(1, 9)}
    return [order[entry.corporate_number] for entry in entries]


def in_number_order(*indexes: int) -> list[int]:
    return sorted(indexes, key=number)


@pytest.mark.parametrize(
    ("words", "indexes"),
    [
        ("浜田", {1, 2, 3, 4}),
        ("濱田", {1, 2, 3, 4}),
        ("㈱浜田製作所", {1}),
        ("浜田製作所(株)", {1}),
        ("濵田　製作", {1}),
        ("製作 浜田 株式会社", {1}),
        ("鉄工", {2}),
        ("協同組合", {4}),
        ("ハマダ", {1, 6}),
        ("はまだ", {1, 6}),
        ("ﾊﾏﾀﾞ", {1, 6}),
        ("hamada", {3}),
        ("ＨＡＭＡＤＡ precision", {3}),
        ("一", {7}),
        ("新", {3}),
        ("密", set()),
        ("100%", set()),
        ("浜_", {1, 2, 4}),
    ],
)
def test_names_however_they_are_spelt(register: None, words: str, indexes: set[int]) -> None:
    assert set(found(words)) == indexes


def test_the_very_name_first_then_beginnings_then_the_rest(register: None) -> None:
    assert found("浜田", active_only=False) == [5, *in_number_order(1, 2, 4), 3]


def test_conditions_narrow(register: None) -> None:
    everything = found(active_only=False)
    assert everything == in_number_order(1, 2, 3, 4, 5, 6, 7, 8)
    assert found() == in_number_order(1, 2, 3, 4, 6, 7)
    assert found("株式会社") == found()
    assert found("浜田", kinds=["302", "399"]) == in_number_order(2, 4)
    assert found("浜田", municipality_codes=["27227"]) == [4]
    assert found(municipality_codes=["27227", "22138"]) == found()
    assert found(place="27") == [4]
    assert found("浜田", kinds=["302"], place="27") == []


def test_a_number_finds_its_entry_whatever_else_is_asked(register: None) -> None:
    assert found(number(5), kinds=["302"]) == [5]
    spaced = f"{number(2)[0]}-{number(2)[1:5]}-{number(2)[5:9]}-{number(2)[9:]}"
    assert found(spaced) == [2]
    assert [corporate_number(text) for text in (spaced, number(9), "浜田")] == [
        number(2),
        number(9),
        "",
    ]
    assert found(number(9)) == []


def test_the_beginning_of_a_number_narrows(register: None) -> None:
    assert found(number(1)[:12], active_only=False) == [1]
    assert found(number(1)[:12], kinds=["302"]) == []
    assert found(number(5)[:12]) == []


def test_two_characters_are_answered_from_the_index(tmp_path: Path) -> None:
    rows = [row(index, name=f"{chr(0x4E00 + index)}見本", kana="") for index in range(20_900)]
    load_register([write(tmp_path / "x.csv", rows)])
    word = "丈見"
    plan = json.loads(RegisterEntry.objects.named(word).order_by().explain(format="json"))[0][
        "Plan"
    ]
    assert plan["Node Type"] == "Bitmap Heap Scan"
    [scan] = plan["Plans"]
    assert (scan["Node Type"], scan["Index Name"]) == ("Bitmap Index Scan", "registerentry_bigrams")
    assert search_register(word).count() == 1


def test_a_page_of_a_municipality_is_read_from_its_index(tmp_path: Path) -> None:
    rows = [row(index, city_code=f"{100 + index % 200}") for index in range(20_900)]
    load_register([write(tmp_path / "x.csv", rows)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE prospects_registerentry")
    entries = RegisterEntry.objects.in_municipalities(["22138"]).order_by("corporate_number")
    assert "registerentry_municipality" in entries[:50].explain()
