"""Which of many are probably one and the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.likeness import Candidate, Likeness, Reason, alike, alike_within, is_close


def one(key: object = "new", **known: object) -> Candidate:
    return Candidate(key=str(key), **known)  # type: ignore[arg-type]


def reasons(left: Candidate, *right: Candidate) -> list[tuple[int, Reason]]:
    return [(pair.right, pair.reason) for pair in alike([left], right)]


def test_the_same_corporate_number_is_the_strongest_reason() -> None:
    known = one(
        1, corporate_number="9000000000000", names=("試験製作所",), municipality_code="13111"
    )
    asked = one(corporate_number="9000000000000", names=("試験製作所",), municipality_code="13111")
    assert alike([asked], [known]) == [Likeness(0, 0, Reason.NUMBER, other_number=False)]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("株式会社髙橋製作所", "高橋製作所"),
        ("㈱髙橋 製作所", "高橋製作所（株）"),
        ("Takahashi Seisakusho Co., Ltd.", "TAKAHASHI SEISAKUSHO"),
        ("주식회사 다카하시", "다카하시"),
    ],
)
def test_a_name_meets_its_other_spellings_in_the_same_municipality(name: str, known: str) -> None:
    here, there = (
        one(n, names=(known,), municipality_code=code) for n, code in enumerate(("13111", "27227"))
    )
    asked = one(names=(name,), municipality_code="13111")
    assert reasons(asked, here, there) == [(0, Reason.NAME_AND_PLACE)]


def test_a_city_stands_for_a_missing_code_and_a_missing_place_is_said() -> None:
    asked = one(names=("試験製作所",), city="大田区")
    rows = (
        one(1, names=("試験製作所",), municipality_code="13111", city="大田区"),
        one(2, names=("試験製作所",), municipality_code="27227", city="東大阪市"),
        one(3, names=("試験製作所",)),
    )
    assert reasons(asked, *rows) == [(0, Reason.NAME_AND_PLACE), (2, Reason.NAME)]
    assert reasons(one(names=("試験製作所",)), *rows) == [(n, Reason.NAME) for n in range(3)]


def test_a_close_reading_counts_at_the_same_postcode_only() -> None:
    rows = (
        one(1, readings=("マツモトセイサクショ",), postcode="1440000"),
        one(2, readings=("まつもとせいさくじょ",), postcode="1440000"),
        one(3, readings=("マツモトセイサクショ",), postcode="1440001"),
        one(4, readings=("マツモト",), postcode="1440000"),
    )
    asked = one(readings=("マツモトセイサクジョ",), postcode="1440000")
    close = Reason.READING_AND_POSTCODE
    assert reasons(asked, *rows) == [(0, close), (1, close)]


def test_two_known_numbers_that_differ_are_said() -> None:
    known = one(1, corporate_number="9000000000000", names=("試験",), city="大田区")
    asked = one(corporate_number="8000000000001", names=("試験",), city="大田区")
    assert alike([asked], [known]) == [Likeness(0, 0, Reason.NAME_AND_PLACE, other_number=True)]


def test_a_row_is_not_its_own_duplicate_and_a_pair_is_told_once() -> None:
    rows = [one(n, names=("試験",), city="大田区") for n in range(3)]
    same = Reason.NAME_AND_PLACE
    assert alike_within(rows) == [
        Likeness(a, b, same, other_number=False) for a, b in ((0, 1), (0, 2), (1, 2))
    ]


def test_nothing_known_is_like_nothing() -> None:
    assert alike([one()], [one(1), one(2, names=("試験",))]) == []


@pytest.mark.parametrize(
    ("a", "b", "close"),
    [
        ("マツモト", "マツモト", True),
        ("マツモト", "マツエト", True),
        ("マツモト", "マツモトウ", True),
        ("マツモト", "ツモト", False),  # three letters
        ("マツモト", "マエウト", False),
        ("マツモトキ", "マツモトエク", False),
        ("アベ", "アベ", True),
        ("", "", False),
    ],
)
def test_close_is_equal_or_one_letter_apart_in_four_or_more(a: str, b: str, close: bool) -> None:
    assert (is_close(a, b), is_close(b, a)) == (close, close)


letters = st.text("アイウエオ", min_size=4, max_size=8)


@given(
    letters, st.integers(0, 7), st.sampled_from("アカ"), st.sampled_from(["swap", "add", "drop"])
)
def test_one_slip_is_close_and_is_found(reading: str, at: int, letter: str, slip: str) -> None:
    at = at % len(reading)
    typed = {
        "swap": reading[:at] + letter + reading[at + 1 :],
        "add": reading[:at] + letter + reading[at:],
        "drop": reading[:at] + reading[at + 1 :],
    }[slip]
    expected = len(typed) >= 4 or typed == reading
    assert is_close(typed, reading) == expected
    pair = alike(
        [one(readings=(typed,), postcode="1440000")],
        [one(1, readings=(reading,), postcode="1440000")],
    )
    assert bool(pair) == expected
