"""Which fields and rows are chosen, without a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crm.merging import rules
from crm.merging.fields import ALL, BLOCKS, Facts, chosen, differ, joined, suggested


def facts(key: str, **known: Any) -> Facts:
    empty: dict[str, Any] = {name: "" for names in BLOCKS.values() for name in names}
    nothing = dict.fromkeys(("corporate_number", "cluster_id", "founded_year", "employees"))
    return Facts(key, {**empty, **nothing, "capital_jpy": None, "as_of": None, **known})


OLD, NEW = dt.date(2025, 1, 1), dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("block", "first", "second", "expected"),
    [
        ("employees", {"employees": 1, "as_of": OLD}, {"employees": 2, "as_of": NEW}, "b"),
        ("employees", {"employees": 1}, {"employees": 2}, "a"),
        ("employees", {"employees": 1, "as_of": OLD}, {"as_of": NEW}, "a"),
        ("employees", {}, {}, "a"),
        ("phone", {}, {"phone": "03"}, "b"),
        ("seat", {"city": "x", "as_of": NEW}, {"city": "x", "street": "y", "as_of": OLD}, "b"),
        ("registration", {"registration": "open"}, {"corporate_number": "1"}, "b"),
        ("name_ja", {"name_ja": "株式会社試験"}, {"name_ja": "㈱試験", "as_of": NEW}, "a"),
        ("name_ja", {"name_ja": "試験"}, {"name_ja": "別", "as_of": NEW}, "b"),
        ("name_ja", {"name_ja": "試験", "corporate_number": "1"}, {"name_ja": "別試験"}, "a"),
        ("note", {"note": "one"}, {"note": "one and two"}, "b"),
        ("note", {"note": "one"}, {"note": "two"}, ALL),
    ],
)
def test_the_newest_then_the_fullest_then_the_survivors(
    block: str, first: dict[str, Any], second: dict[str, Any], expected: str
) -> None:
    assert suggested(block, [facts("a", **first), facts("b", **second)]) == expected


def test_only_what_is_known_differs() -> None:
    a, b, c = facts("a", phone="1"), facts("b"), facts("c", phone="2")
    assert (differ("phone", [a, b]), differ("phone", [a, b, c])) == (False, True)


def test_a_block_is_chosen_whole() -> None:
    a = facts("a", city="大田区", street="一", corporate_number="1", registration="open")
    b = facts("b", city="川口市", street="", corporate_number="2", registration="closed")
    left = chosen([a, b], {"seat": "b", "registration": "b"})
    assert (left["city"], left["street"]) == ("川口市", "")
    assert (left["corporate_number"], left["registration"]) == ("2", "closed")


def test_joined_texts_do_not_repeat_themselves() -> None:
    assert joined(["one", "", "one and two", "three", "one"]) == "one and two\nthree"


def person(name: str, email: str) -> dict[str, Any]:
    return {"name": name, "email": email}


def test_people_of_one_name_are_one_unless_two_addresses_say_otherwise() -> None:
    a, b, c = person("試験 太郎", "t@x"), person("試験太郎", "T@X"), person("試験　太郎", "")
    d = person("試験 太郎", "other@x")
    assert rules.people().groups([a, b, c]) == [[a, b, c]]
    assert rules.people().groups([a, c, d]) == [[a], [d], [c]]


def test_shares_of_votes_that_cannot_both_be_true_are_not_added() -> None:
    rule = rules.investors()
    one = {"amount": None, "voting_percent": 60.0}
    assert rule.fold(one, {"amount": 5, "voting_percent": 60.0}) == {
        "amount": 5,
        "voting_percent": 60.0,
    }
