"""Kana in Hangul by the loanword rules, and back to kana of the same sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.hangul import hangul_to_kana, jamo, kana_to_hangul


# The examples of the rules themselves (외래어 표기법 제3장 제6절), and names of the trade.
@pytest.mark.parametrize(
    ("kana", "hangul"),
    [
        ("サッポロ", "삿포로"),
        ("トットリ", "돗토리"),
        ("ヨッカイチ", "욧카이치"),
        ("キュウシュウ", "규슈"),
        ("ニイガタ", "니가타"),
        ("トウキョウ", "도쿄"),
        ("オオサカ", "오사카"),
        ("マツモトセイサクショ", "마쓰모토세이사쿠쇼"),
        ("フルヤコウギョウ", "후루야코교"),
        ("チバ", "지바"),
        ("はままつ", "하마마쓰"),
        ("ﾎﾝﾀﾞ", "혼다"),
        ("キヤノン", "기야논"),
        ("サン・センター", "산·센타"),
        ("ティーディーケー", "티디케"),
        ("ABCテック", "ABC텟쿠"),
        ("ン", "ン"),
        ("", ""),
    ],
)
def test_kana_in_hangul(kana: str, hangul: str) -> None:
    assert kana_to_hangul(kana) == hangul.replace("·", "・")


@pytest.mark.parametrize(
    ("hangul", "kana"),
    [
        ("마쓰모토", "マスモト"),
        ("마츠모토", "マスモト"),
        ("신바시", "シンバシ"),
        ("심바시", "シンバシ"),
        ("삿포로", "サボロ"),
        ("플라자", "ブラサ"),
        ("텔레", "テレ"),
        ("툴", "トゥル"),
        ("위워와쿄차", "ウイウオワキョサ"),
        ("浜松 ABC", "浜松 ABC"),
    ],
)
def test_hangul_in_kana(hangul: str, kana: str) -> None:
    assert hangul_to_kana(hangul) == kana


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)))
def test_every_syllable_has_kana(text: str) -> None:
    kana = hangul_to_kana(text)
    assert all("ァ" <= letter <= "ン" for letter in kana)
    assert len(kana) >= len(text)


def test_jamo_are_the_letters_heard() -> None:
    assert list(jamo("아쓰온")) == ["\u1161", "\u110a", "\u1173", "\u1169", "\u11ab"]
