"""The national register: search, entry, make it a prospect."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from prospects.models import Company, Cooperative, RegisterEntry
from prospects.register.rows import search_columns
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db

LIST = "/register/"
CREDIT = "国税庁法人番号公表サイト（国税庁）を加工して作成"


EMPTY = (
    "name_image_id",
    "street",
    "address_image_id",
    "address_abroad",
    "address_abroad_image_id",
    "close_cause",
    "successor_number",
    "change_cause",
    "name_en",
    "prefecture_en",
    "address_en",
    "address_abroad_en",
)


@pytest.fixture
def client() -> Client:
    return client_of()


def entry(name: str = "株式会社見本製作所", **fields: Any) -> RegisterEntry:
    """An entry as the loader would store it."""
    kana = fields.pop("kana", "ミホンセイサクショ")
    [form], [heard], [numbers] = search_columns([name], [kana], [fields.get("name_en", "")])
    return RegisterEntry.objects.create(
        **{
            **dict.fromkeys(EMPTY, ""),
            "sequence_number": 1,
            "corporate_number": make.corporate_number(),
            "process": RegisterEntry.Process.NEW,
            "is_correction": False,
            "update_date": dt.date(2024, 5, 2),
            "change_date": dt.date(2024, 5, 1),
            "name": name,
            "kind": RegisterEntry.Kind.STOCK_COMPANY,
            "prefecture": "東京都",
            "city": "大田区",
            "street": "架空町１丁目２番",
            "prefecture_code": "13",
            "city_code": "111",
            "postcode": "1440001",
            "assignment_date": dt.date(2015, 10, 5),
            "is_latest": True,
            "kana": kana,
            "is_hidden": False,
            "normal_name": form,
            "heard": heard,
            "bigrams": [int(number, 16) for number in numbers.strip("{}").split(",") if number],
            **fields,
        }
    )


def found(client: Client, **query: str) -> list[str]:
    return [row.name for row in client.get(LIST, query).context["rows"]]


def test_an_empty_register_says_how_to_load_it(client: Client) -> None:
    page = words(client.get(LIST))
    assert "The register is not loaded yet" in page
    assert "manage.py load_register FILE…" in page
    assert CREDIT in page


def test_nothing_is_listed_before_something_is_asked(client: Client) -> None:
    entry()
    assert "rows" not in client.get(LIST).context


@pytest.mark.parametrize("query", ["見本製作所", "製作", "みほん", "ミホンセイサクショ", "㈱見本"])
def test_found_by_kanji_kana_and_two_characters(client: Client, query: str) -> None:
    entry()
    entry("株式会社別名工業", kana="ベツメイコウギョウ")
    assert found(client, q=query) == ["株式会社見本製作所"]


def test_equal_names_come_first(client: Client) -> None:
    for name in ("有限会社大見本", "株式会社見本製作所", "見本株式会社"):
        entry(name, kana="")
    assert found(client, q="見本") == ["見本株式会社", "株式会社見本製作所", "有限会社大見本"]


def test_found_by_number_whole_or_begun(client: Client) -> None:
    row = entry()
    entry("株式会社別名", corporate_number=make.corporate_number(999_999_999_999))
    assert found(client, q=f"T{row.corporate_number}") == [row.name]
    assert found(client, q=row.corporate_number[:11]) == [row.name]


def test_narrowed_by_cluster_place_and_kind(client: Client) -> None:
    make.cluster(key="ota-ward", municipality_codes=["13111"])
    ota = entry("大田工業")
    hamamatsu = entry("浜松工業", prefecture="静岡県", city="浜松市", prefecture_code="22")
    union = entry("大田協同組合", kind=RegisterEntry.Kind.OTHER_REGISTERED)
    assert sorted(found(client, cluster="ota-ward")) == [union.name, ota.name]
    assert found(client, place="浜松") == [hamamatsu.name]
    assert found(client, place="22") == [hamamatsu.name]
    assert found(client, cluster="ota-ward", kind="companies") == [ota.name]
    assert found(client, cluster="ota-ward", kind="cooperatives") == [union.name]


def test_closed_ones_only_when_asked_for_with_their_successor(client: Client) -> None:
    heir = entry("株式会社承継")
    entry(
        "株式会社消滅",
        process=RegisterEntry.Process.CLOSED,
        close_date=dt.date(2023, 4, 1),
        close_cause=RegisterEntry.CloseCause.MERGER,
        successor_number=heir.corporate_number,
    )
    assert found(client, q="株式会社消滅") == []
    page = client.get(LIST, {"q": "消滅", "closed": "on"})
    assert f"Merged Successor: {heir.corporate_number}" in words(page)


def test_the_list_knows_who_is_tracked_in_a_fixed_number_of_queries(client: Client) -> None:
    def queries() -> int:
        with counted() as asked:
            page = client.get(LIST, {"q": "見本"})
        assert "Tracked" in words(page)
        return len(asked)

    make.company(corporate_number=entry().corporate_number)
    one = queries()
    for _ in range(2):
        make.company(corporate_number=entry().corporate_number)
    assert queries() == one


def test_a_prospect_gets_all_that_the_register_knows(client: Client) -> None:
    cluster = make.cluster(municipality_codes=["13111"])
    row = entry(name_en="Mihon Works Co., Ltd.")

    answer = client.post(f"/register/{row.corporate_number}/track/")

    company = Company.objects.get()
    assert answer.headers["Location"] == f"/companies/{company.pk}/"
    values = {name: getattr(company, name) for name in VALUES}
    assert values == VALUES | {"corporate_number": row.corporate_number, "cluster": cluster}


VALUES: dict[str, Any] = {
    "corporate_number": "",
    "registration": "open",
    "name_ja": "株式会社見本製作所",
    "name_kana": "ミホンセイサクショ",
    "name_en": "Mihon Works Co., Ltd.",
    "cluster": None,
    "municipality_code": "13111",
    "prefecture": "東京都",
    "city": "大田区",
    "street": "架空町１丁目２番",
    "postcode": "1440001",
    "source": CREDIT,
    "as_of": dt.date(2024, 5, 2),
    "is_demo": False,
}


def test_one_that_is_tracked_is_opened_not_made_twice(client: Client) -> None:
    row = entry()
    company = make.company(corporate_number=row.corporate_number)
    answer = client.post(f"/register/{row.corporate_number}/track/")
    assert answer.headers["Location"] == f"/companies/{company.pk}/"
    assert Company.objects.count() == 1


def test_a_cooperative_becomes_a_cooperative(client: Client) -> None:
    row = entry("見本金型協同組合", kind=RegisterEntry.Kind.OTHER_REGISTERED)
    client.post(f"/register/{row.corporate_number}/track/")
    made = Cooperative.objects.get()
    assert (made.name_ja, made.corporate_number, made.source, Company.objects.count()) == (
        "見本金型協同組合",
        row.corporate_number,
        CREDIT,
        0,
    )


def test_a_deleted_number_is_not_tracked(client: Client) -> None:
    row = entry("", kana="", process=RegisterEntry.Process.DELETED, kind="")
    answer = client.post(f"/register/{row.corporate_number}/track/")
    assert answer.headers["Location"] == f"/register/{row.corporate_number}/"
    assert not Company.objects.exists()


def test_an_entry_shows_what_the_register_says(client: Client) -> None:
    row = entry()
    page = words(client.get(f"/register/{row.corporate_number}/"))
    assert "〒144-0001 東京都大田区架空町１丁目２番" in page
    assert CREDIT in page
    assert client.get("/register/9999999999999/").status_code == 404


# --- Many at once ---------------------------------------------------------------------------------


def track_many(client: Client, *numbers: str) -> Any:
    return client.post("/register/track/", {"number": numbers, "next": "/register/?place=13111"})


def test_many_become_prospects_with_what_the_register_knows(client: Client) -> None:
    rows = [entry(f"株式会社見本{n}") for n in range(3)]
    coop = entry("見本金属協同組合", kind="399")
    answer = track_many(client, *[row.pk for row in rows], coop.pk)
    assert (answer.status_code, answer["Location"]) == (302, "/register/?place=13111")
    assert {*Company.objects.values_list("name_ja", "source", "as_of")} == {
        (row.name, CREDIT, row.update_date) for row in rows
    }
    assert Cooperative.objects.get().name_ja == "見本金属協同組合"


def test_those_left_out_are_named_with_the_reason(client: Client) -> None:
    good, known = entry("株式会社良"), entry("株式会社既")
    closed = entry("株式会社閉", close_date=dt.date(2025, 1, 22), close_cause="01", process="21")
    make.company(corporate_number=known.pk)
    same = entry("株式会社同名")
    make.company(name_ja="㈱同名", corporate_number=None, municipality_code="13111")
    chosen = (good.pk, known.pk, closed.pk, same.pk, "1234567890123")
    said = words(track_many(client, *chosen))
    assert "1 is now tracked. 3 were left out." in said
    assert f"{same.pk} Probably ㈱同名, which is tracked" in said
    assert f"株式会社既 {known.pk} Tracked already." in said
    assert f"株式会社閉 {closed.pk} No longer open in the register." in said
    assert Company.objects.filter(corporate_number=good.pk).exists()


def test_none_and_too_many_are_refused(client: Client) -> None:
    none = client.post("/register/track/", follow=True)
    assert "Choose at least one entry." in none.content.decode()
    many = client.post(
        "/register/track/", {"number": [make.corporate_number() for _ in range(201)]}, follow=True
    )
    assert "Choose at most 200 entries at once." in many.content.decode()


def test_the_list_offers_what_can_be_tracked(client: Client) -> None:
    free, known = entry("株式会社見本一"), entry("株式会社見本二")
    make.company(corporate_number=known.pk)
    html = client.get(LIST, {"q": "見本"}).content.decode()
    assert f'value="{free.pk}"' in html
    assert f'value="{known.pk}"' not in html
    assert "Watch this search" in html


def test_by_age_and_by_the_month_of_opening_or_closing(client: Client) -> None:
    today = timezone.localdate()
    entry("株式会社見本古")
    entry("株式会社見本新", assignment_date=today - dt.timedelta(days=20))
    entry("株式会社見本一月", assignment_date=dt.date(2025, 1, 31))
    closed = {"process": "21", "close_cause": "21"}
    entry("株式会社見本閉", close_date=dt.date(2025, 1, 1), **closed)
    assert found(client, q="見本", age="month") == ["株式会社見本新"]
    assert found(client, q="見本", opened="2025-01") == ["株式会社見本一月"]
    assert found(client, q="見本", ended="2025-01") == ["株式会社見本閉"]
    assert found(client, q="見本", ended="2025-02") == []
