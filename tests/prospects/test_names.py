"""Corporate numbers, normal forms, kana folding and bigrams."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prospects.names import (
    bigrams,
    check_digit,
    fold_kana,
    is_corporate_number,
    normal_form,
    normal_forms,
    pack_bigram,
    parse_corporate_number,
    query_bigrams,
    query_spellings,
    to_katakana,
)

bases = st.text("0123456789", min_size=12, max_size=12)
numbers = bases.map(lambda base: check_digit(base) + base)


def by_the_letter(base: str) -> str:
    """The rule as the ordinance writes it, digit by digit."""
    weighted = sum(int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(base[::-1], start=1))
    return str(9 - weighted % 9)


@given(bases)
def test_check_digit_follows_the_ordinance(base: str) -> None:
    assert check_digit(base) == by_the_letter(base)
    assert is_corporate_number(check_digit(base) + base)


def test_check_digit_of_the_tax_agency_itself() -> None:
    assert is_corporate_number("7000012050002")


@pytest.mark.parametrize(
    "base", ["", "70011000590", "7001100059011", "70011000590x", "７００１１０００５９０１"]
)
def test_check_digit_wants_twelve_digits(base: str) -> None:
    with pytest.raises(ValueError, match="twelve digits expected"):
        check_digit(base)


@given(numbers, st.integers(0, 12), st.sampled_from("0123456789"))
def test_a_changed_digit_is_seen_except_0_for_9(number: str, place: int, digit: str) -> None:
    changed = number[:place] + digit + number[place + 1 :]
    unseen = place > 0 and {number[place], digit} == {"0", "9"}
    assert is_corporate_number(changed) == (changed == number or unseen)


@given(numbers, st.integers(0, 11))
def test_swapped_neighbours_are_seen_except_0_and_9(number: str, place: int) -> None:
    first, second = number[place], number[place + 1]
    swapped = number[:place] + second + first + number[place + 2 :]
    unseen = place > 0 and {first, second} == {"0", "9"}
    assert is_corporate_number(swapped) == (swapped == number or unseen)


@pytest.mark.parametrize(
    "typed",
    [
        "8700110005901",
        "８７００１１０００５９０１",
        "8-7001-1000-5901",
        "８－７００１－１０００－５９０１",
        " 8 7001 1000 5901 ",
        "T8700110005901",
        "t8 7001 1000 5901\n",
        "8.7001.1000.5901",
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    assert parse_corporate_number(typed) == "8700110005901"


@pytest.mark.parametrize(
    "typed", ["", "8700110005902", "870011000590", "87001100059010", "浜松", "8700110005901x", "٨"]
)
def test_other_text_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="not a corporate number"):
        parse_corporate_number(typed)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("株式会社濵田製作所", "浜田製作所"),
        ("㈱濱田製作所", "浜田製作所"),
        ("（株）浜田・製作所", "浜田製作所"),
        ("浜田製作所(株)", "浜田製作所"),
        ("浜田　製作所 株式會社", "浜田製作所"),
        ("有限会社渡邉鐵工所", "渡辺鉄工所"),
        ("㈲渡邊鉄工所", "渡辺鉄工所"),
        ("合同会社齋藤髙橋", "斉藤高橋"),
        ("ﾊﾏﾏﾂ精密", "ハママツ精密"),
        ("はままつ精密", "ハママツ精密"),
        ("サン・センター", "サンセンタ"),
        ("サンセンタ―", "サンセンタ"),
        ("キャノン", "キヤノン"),
        ("ＡＢＣ－Ｔｅｃｈ", "abctech"),
        ("Hamamatsu Seimitsu Co., Ltd.", "hamamatsuseimitsu"),
        ("ABC K.K.", "abc"),
        ("Zinc", "zinc"),
        ("Café Noël", "cafenoel"),
        ("Ｊ＆Ｋ", "jk"),
        ("東京都徽章工業協同組合", "東京都徽章工業協同組合"),
        ("특례 주식회사 한빛", "특례한빛"),
        ("(주)한빛", "한빛"),
        ("株式会社", "株式会社"),
        ("×△", "×△"),
        ("", ""),
    ],
)
def test_normal_forms_of_names(name: str, form: str) -> None:
    assert normal_form(name) == form


# Mostly the characters that matter, sometimes anything.
_MATTERING = """
    株式会社 ㈱ （株） (有) 合同 会社 ・ ー － ( ) 濵 邊 ｶ ﾞ が Ａ é inc K.K. 浜松 × 한 ß Σ İ
"""
_words = st.sampled_from([*_MATTERING.split(), " Co., Ltd.", " inc", " ", "\u3000", "\n", "\u3099"])
names = st.lists(_words | st.text(max_size=3), max_size=8).map("".join)


@example("株式会社㈱(")
@given(names)
def test_a_normal_form_is_its_own_normal_form(name: str) -> None:
    form = normal_form(name)
    assert normal_form(form) == form


@given(st.lists(names.map(lambda name: name.replace("\n", "")), max_size=20))
def test_many_at_once_is_the_same_as_one_by_one(some: list[str]) -> None:
    assert normal_forms(some) == [normal_form(name) for name in some]


@given(
    st.text("濱田製作所ハマダabc", min_size=1),
    st.sampled_from(["株式会社", "㈱", "（有）", "合同会社"]),
)
def test_the_legal_form_may_stand_in_front_or_behind(name: str, legal: str) -> None:
    assert normal_form(legal + name) == normal_form(name + legal) == normal_form(name)


@pytest.mark.parametrize(
    ("text", "katakana", "folded"),
    [
        ("はままつ", "ハママツ", "ハママツ"),
        ("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ", "バツクアツプ"),
        ("ソリューション", "ソリューション", "ソリユーシヨン"),
        ("ヱビスヶ丘", "ヱビスヶ丘", "エビスケ丘"),
        ("浜松ABC", "浜松ABC", "浜松ABC"),
    ],
)
def test_kana(text: str, katakana: str, folded: str) -> None:
    assert (to_katakana(text), fold_kana(text)) == (katakana, folded)


def test_bigrams_begin_and_end_with_the_markers() -> None:
    pairs = [pack_bigram(pair) for pair in ("^浜", "浜松", "松市", "市$")]
    assert bigrams("浜松市") == query_bigrams("浜松市", begins=True, ends=True) == pairs
    assert query_bigrams("浜松市") == pairs[1:-1]
    assert query_bigrams("浜松市", begins=True) == pairs[:-1]
    assert query_bigrams("浜") == [pack_bigram("^浜")]
    assert query_bigrams("浜", ends=True) == [pack_bigram("^浜"), pack_bigram("浜$")]
    assert bigrams("") == query_bigrams("") == query_bigrams("", begins=True, ends=True) == []


@given(st.text(max_size=12), st.text(min_size=2, max_size=4), st.text(max_size=4))
def test_whatever_contains_a_word_has_its_bigrams(before: str, word: str, after: str) -> None:
    assert set(query_bigrams(word)) <= set(bigrams(before + word + after))


@given(st.text(min_size=1, max_size=12))
def test_whatever_begins_with_a_character_has_its_bigram(name: str) -> None:
    assert set(query_bigrams(name[0])) <= set(bigrams(name))


@given(st.text(min_size=2, max_size=2))
def test_packed_bigrams_fit_a_postgresql_integer(pair: str) -> None:
    assert -(2**31) <= pack_bigram(pair) < 2**31


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("浜松　精密", ["浜松", "精密"]),
        ("㈱浜田 株式会社", ["浜田"]),
        ("Hamada Co., Ltd.", ["hamada"]),
        ("株式会社", []),
        ("  ", []),
    ],
)
def test_words_of_a_query(query: str, words: list[str]) -> None:
    assert [normal_form(word) for word in query_spellings(query)] == words
