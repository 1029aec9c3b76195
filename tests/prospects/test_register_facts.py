"""From a register entry to a new company."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from prospects.models import Company, RegisterEntry
from prospects.register import DeletedEntryError, load_register, registered_fields

from .register_files import deletion, number, row, write

pytestmark = pytest.mark.django_db


def entry(tmp_path: Path, published: list[str]) -> RegisterEntry:
    load_register([write(tmp_path / "x.csv", [published])])
    return RegisterEntry.objects.get()


def test_the_facts_of_a_company(tmp_path: Path) -> None:
    found = entry(tmp_path, row(1, name_en="Mihon Works, Ltd."))
    assert registered_fields(found) == {
        "corporate_number": number(1),
        "registration": "open",
        "name_ja": "株式会社見本製作所",
        "name_kana": "ミホンセイサクショ",
        "name_en": "Mihon Works, Ltd.",
        "municipality_code": "22138",
        "prefecture": "静岡県",
        "city": "浜松市中央区",
        "street": "見本町１番地",
        "postcode": "4300929",
        "source": "国税庁法人番号公表サイト（国税庁）を加工して作成",
        "as_of": dt.date(2024, 1, 10),
    }
    company = Company(**registered_fields(found))
    company.full_clean()
    company.save()
    assert Company.objects.get().corporate_number == number(1)


@pytest.mark.parametrize(
    ("values", "registration"),
    [
        ({"process": "21", "close_date": "2024-01-01", "close_cause": "01"}, "closed"),
        ({"process": "21", "close_date": "2024-01-01", "close_cause": "11"}, "merged"),
        ({"process": "12", "close_date": "2024-01-01", "close_cause": "31"}, "closed"),
        ({"process": "81"}, "closed"),
        ({"process": "22"}, "open"),
        ({"process": "71"}, "open"),
    ],
)
def test_registration(tmp_path: Path, values: dict[str, str], registration: str) -> None:
    found = entry(tmp_path, row(1, **values))
    assert registered_fields(found)["registration"] == registration
    assert found.is_active == (registration == "open")


def test_a_seat_abroad_only(tmp_path: Path) -> None:
    nowhere = dict.fromkeys(("prefecture", "city", "street", "prefecture_code", "city_code"), "")
    found = entry(tmp_path, row(1, postcode="", address_abroad="香港見本街1", **nowhere))
    assert found.address == "香港見本街1"
    Company(**registered_fields(found)).full_clean()


def test_overlong_readings_and_english_names_are_cut(tmp_path: Path) -> None:
    fields = registered_fields(entry(tmp_path, row(1, kana="ア" * 500, name_en="a" * 300)))
    Company(**fields).full_clean()
    assert (fields["name_kana"], fields["name_en"]) == ("ア" * 300, "a" * 200)


def test_a_deleted_number_has_no_facts(tmp_path: Path) -> None:
    found = entry(tmp_path, deletion(1))
    with pytest.raises(DeletedEntryError, match=f"{number(1)} was deleted"):
        registered_fields(found)
