"""The pages of the register's list: each hit once, each with why, at a fixed cost."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from django.test import Client

from prospects.models import RegisterEntry
from prospects.search import MOST
from tests import make
from tests.crm.web.signed_in import client_of, counted, words
from tests.crm.web.test_register import LIST, entry

pytestmark = pytest.mark.django_db
KANJI = "一丁七万丈三上下不与"


@pytest.fixture
def client() -> Client:
    return client_of()


def pages(client: Client, way: str = "next", **query: str) -> list[list[str]]:
    """The names on each page from the first on, or back from the last."""
    found = []
    address: str = "&".join(f"{key}={value}" for key, value in query.items())
    while address:
        context = client.get(f"{LIST}?{address}").context
        found.append([row.name for row in context["rows"]])
        assert {row.pk for row in context["rows"]} == {*context["whys"]}
        address = context[way]
    return found


def last_page(client: Client, **query: str) -> str:
    context = client.get(LIST, query).context
    while context["next"]:
        [query["cursor"]] = parse_qs(context["next"])["cursor"]
        context = client.get(LIST, query).context
    return query["cursor"]


@pytest.fixture
def _many() -> None:
    """More names than are ranked; the very name and what begins so have the last numbers."""
    rows = [
        (f"{KANJI[n % 10]}{KANJI[n // 10 % 10]}見本{KANJI[n // 100]}", 900_000_000_000 + n)
        for n in range(MOST + 130)
    ]
    rows += [("見本商事", 990_000_000_000), ("見本工業", 990_000_000_001)]
    rows += [("見本", 990_000_000_002)]
    for name, number in rows:
        entry(f"株式会社{name}", corporate_number=make.corporate_number(number), kana="")


@pytest.mark.usefixtures("_many")
def test_every_hit_is_on_one_page_the_best_first_then_by_number(client: Client) -> None:
    found = pages(client, q="見本")
    names = [name for page in found for name in page]
    everything = RegisterEntry.objects.order_by("corporate_number")
    assert sorted(names) == sorted(row.name for row in everything)
    assert names[:3] == ["株式会社見本", "株式会社見本工業", "株式会社見本商事"]
    ranked = client.get(LIST, {"q": "見本"}).context["best"]
    best = {*names[:ranked]}
    assert names[ranked:] == [row.name for row in everything if row.name not in best]
    assert 100 < ranked <= MOST
    assert [len(page) for page in found] == [50, 50, ranked - 100, 50, 50, 153 - ranked]


@pytest.mark.usefixtures("_many")
def test_the_way_back_shows_the_same_pages(client: Client) -> None:
    back = pages(client, way="previous", q="見本", cursor=last_page(client, q="見本"))
    assert [sorted(page) for page in back] == [
        sorted(page) for page in reversed(pages(client, q="見本"))
    ]


@pytest.mark.usefixtures("_many")
def test_what_is_ranked_and_what_is_not_is_said(client: Client) -> None:
    first = client.get(LIST, {"q": "見本"})
    best = first.context["best"]
    said = words(first)
    assert f"The {best} best hits come first; all others follow by corporate number." in said
    assert str(first.context["count"]) == str(MOST + 133)
    rest = client.get(LIST, {"q": "見本", "cursor": "rest"})
    assert f"After the {best} best hits, these are by corporate number." in words(rest)
    few = words(client.get(LIST, {"q": "見本商事"}))
    assert "best hit" not in few
    assert "same name" in few


@pytest.mark.usefixtures("_many")
def test_pages_cost_the_same_everywhere(client: Client) -> None:
    def queries(**query: str) -> int:
        with counted() as asked:
            client.get(LIST, {"q": "見本", **query})
        return len(asked)

    first = queries()
    assert {queries(cursor="best-50"), queries(cursor="best-100")} == {first}
    assert {queries(cursor="rest"), queries(cursor=last_page(client, q="見本"))} == {first + 1}


@pytest.mark.parametrize("cursor", ["best-", "best-9999", "best-٣", "Rest", "best-120"])
@pytest.mark.usefixtures("_many")
def test_a_wrong_place_starts_again(client: Client, cursor: str) -> None:
    answer = client.get(LIST, {"q": "見本", "cursor": cursor})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("見本製作所", "same name"),
        ("見本", "name begins so"),
        ("製作", "in the name"),
        ("みほんせいさくしょ", "reading: ミホンセイサクショ"),
        ("미혼제작소", "sounds so: 미혼세이사쿠쇼"),
        ("mihon works", "English name: Mihon Works"),
        ("미홈세이사쿠쇼루", "sounds close: 미혼세이사쿠쇼"),
        ("number", "corporate number"),
    ],
)
def test_each_row_says_why(client: Client, query: str, why: str) -> None:
    row = entry(name_en="Mihon Works")
    query = row.pk[:9] if query == "number" else query
    context = client.get(LIST, {"q": query}).context
    assert context["whys"] == {row.pk: why}


def test_a_row_of_the_rest_says_why_too(client: Client) -> None:
    for n in range(MOST + 5):
        entry(f"株式会社{KANJI[n % 10]}{KANJI[n // 10 % 10]}{KANJI[n // 100]}見本", kana="ミホン")
    rest = client.get(LIST, {"q": "見本", "cursor": "rest"})
    assert [*rest.context["whys"].values()] == ["in the name"] * 5
    heard = client.get(LIST, {"q": "미혼", "cursor": "rest"})
    assert {re.sub(":.*", "", why) for why in heard.context["whys"].values()} == {"sounds so"}
