"""Search over everything: what is found by what, and how it is shown."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import make
from tests.crm.web.signed_in import client_of, counted, words
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db

IN_BAR = {"HX-Request": "true", "HX-Target": "search-results"}


@pytest.fixture
def client() -> Client:
    return client_of()


def found(client: Client, text: str) -> dict[str, list[str]]:
    groups = client.get("/search/", {"q": text}).context["groups"]
    return {group.key: [hit.text for hit in group.hits] for group in groups}


@pytest.mark.parametrize(
    "query",
    [
        "見本精工",
        "精工",
        "ミホンセイコウ",
        "みほんせいこう",
        "미혼세이코",
        "세이코",
        "Mihon",
        "mihon works",
    ],
)
def test_a_company_is_found_by_each_of_its_names(client: Client, query: str) -> None:
    make.company(
        name_ja="株式会社見本精工",
        name_kana="ミホンセイコウ",
        name_ko="미혼세이코",
        name_en="Mihon Works",
    )
    make.company(name_ja="株式会社別名", name_kana="ベツメイ", name_en="Other")
    assert found(client, query) == {"company": ["株式会社見本精工"]}


def test_found_by_number(client: Client) -> None:
    company = make.company()
    row = entry()
    assert found(client, f"T{company.corporate_number}") == {"company": [company.name_ja]}
    assert found(client, row.corporate_number) == {"register": [row.name]}


def test_every_noun_in_its_group(client: Client) -> None:
    company = make.company(name_ja="見本精工")
    cooperative = make.cooperative(name_ja="見本協同組合")
    firm = make.firm(name_ko="見本電子", name_en="")
    deal = make.deal(company, title="見本精工の投資")
    person = make.contact(company, name="見本 一郎")
    campaign = make.campaign(name_ja="見本セミナー", name_ko="")
    row = entry("見本工業")
    assert found(client, "見本") == {
        "company": [company.name_ja],
        "cooperative": [cooperative.name_ja],
        "firm": [firm.name_ko],
        "deal": [deal.title],
        "contact": [person.name],
        "campaign": [campaign.name_ja],
        "register": [row.name],
    }


@pytest.mark.parametrize(
    "query", ["마쓰모토제작소", "마츠모토 제작소", "松本製作所", "마쓰모토세이사쿠쇼"]
)
def test_heard_kanji_and_mixed_names_meet(client: Client, query: str) -> None:
    company = make.company(name_ja="㈱松本製作所", name_kana="マツモトセイサクショ")
    row = entry("松本製作所株式会社", kana="マツモトセイサクショ")
    assert found(client, query) == {"company": [company.name_ja], "register": [row.name]}


def test_each_hit_says_why(client: Client) -> None:
    make.company(name_ja="フルヤ工業", name_kana="フルヤコウギョウ")
    said = words(client.get("/search/", {"q": "푸르야공업"}))
    assert "sounds so: 후루야코교" in said
    assert "sounds close: 후루야코교" in words(client.get("/search/", {"q": "후로야공업"}))
    assert "same name" in words(client.get("/search/", {"q": "フルヤ工業"}, headers=IN_BAR))


def test_names_that_begin_with_the_words_come_first(client: Client) -> None:
    make.company(name_ja="精工見本")
    make.company(name_ja="大精工")
    assert found(client, "精工") == {"company": ["精工見本", "大精工"]}


def test_groups_are_capped_and_lead_to_the_rest(client: Client) -> None:
    for _ in range(6):
        make.company()
    page = client.get("/search/", {"q": "試験"}, headers=IN_BAR)
    (group,) = page.context["groups"]
    assert (len(group.hits), group.more) == (5, "/companies/?q=%E8%A9%A6%E9%A8%93")
    assert "<html" not in page.content.decode()


def test_one_query_a_group(client: Client) -> None:
    def queries() -> int:
        with counted() as asked:
            client.get("/search/", {"q": "試験"}, headers=IN_BAR)
        return len(asked)

    for _ in range(2):
        make.contact()
        make.cooperative(cluster=make.cluster())
        entry("試験工業")
    one = queries()
    for _ in range(3):
        make.contact()
        make.deal(make.company(), title="試験")
        make.cooperative(cluster=make.cluster())
    assert queries() == one


@pytest.mark.parametrize(
    ("query", "said"),
    [("", "Search everything"), ("無い", "Nothing found"), ("％＿", "Nothing found")],
)
def test_nothing(client: Client, query: str, said: str) -> None:
    make.company()
    assert said in words(client.get("/search/", {"q": query}))
