"""Sound keys: kana, Hangul and the loose spellings of Hangul meet in one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prospects.hangul import kana_to_hangul
from prospects.sounds import is_heard, sound_key, sound_keys

_KANA = """
    アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダヂヅデドナニヌネノ
    ハヒフヘホバビブベボパピプペポマミムメモヤユヨラリルレロワンッャュョィェー
"""
kana = st.text("".join(_KANA.split()), max_size=14)


def is_well_formed(text: str) -> bool:
    """Small kana stand where Japanese has them; nothing begins with ん, っ or ー."""
    text = re.sub("[キギシジチヂニヒビピミリ][ャュョ]|[シジチ]ェ|フ[ィェ]|[テデ]ィ", "カ", text)
    return not re.search("[ャュョィェ]|^[ンッー]|[ンッー]{2}", text)


@given(kana.filter(is_well_formed))
def test_the_standard_hangul_of_kana_has_its_sound_key(text: str) -> None:
    assert sound_key(kana_to_hangul(text)) == sound_key(text)


anything = st.text(max_size=8) | kana | st.text(
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8
)  # fmt: skip


@example("ティヤ")
@example("디요")
@given(st.lists(anything, max_size=6).map("".join))
def test_a_sound_key_is_its_own_sound_key(text: str) -> None:
    assert sound_key(sound_key(text)) == sound_key(text)


@given(st.lists(anything.map(lambda text: text.replace("\n", ""))))
def test_many_at_once_is_the_same_as_one_by_one(texts: list[str]) -> None:
    assert sound_keys(texts) == [sound_key(text) for text in texts]


@pytest.mark.parametrize(
    "spellings",
    [
        "マツモト まつもと ﾏﾂﾓﾄ 마쓰모토 마츠모토 마쯔모토 마즈모토 마스모토 마쓰모또",
        "フルヤコウギョウ フルヤコウギヨウ 후루야코교 푸르야고교 후루야코우교우 후루야꼬교",
        "セイサクショ セイサクシヨ 세이사쿠쇼 세이사쿠소 세사쿠쇼 세이사꾸쇼",
        "トウキョウ 도쿄 토쿄 도꾜 도우쿄우 토우쿄우",
        "オオサカ オーサカ 오사카 오오사카 오사까",
        "シンバシ 신바시 심바시 싱바시",
        "ニッサン 닛산 니산 닉산 닏산",
        "チバ 지바 치바 찌바",
        "ツジ 쓰지 츠지 쯔지 스지",
        "ザマ 자마 사마 차마",
        "ファイン 파인 화인",
        "シェル 셸 쉘 셰르",
        "ティーエム 티에무 디에무",
        "ウエダ ウェダ 우에다 웨다",
        "ジュン 준 쥰 슌",
        "キヨタ キョタ 교타 쿄타 기요타",
    ],
)
def test_loose_spellings_meet(spellings: str) -> None:
    keys = {spelling: sound_key(spelling) for spelling in spellings.split()}
    assert set(keys.values()) == {next(iter(keys.values()))}, keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("マツモトセイサクショ", "마수모도세사구소"),
        ("マツモト　セイサクショ", "마수모도세사구소"),
        ("ハマダ電子", "하마다0"),
        ("ABCテクノ浜松", "0데구노0"),
        ("浜松", ""),
        ("ホンダ", "호ン다"),
        ("サン・センター", "사ン세ン다"),
        ("𠮷ダ", "0다"),
        ("", ""),
    ],
)
def test_sound_keys(text: str, key: str) -> None:
    assert sound_key(text) == key


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("마쓰모토", True),
        ("まつモト", True),
        ("ﾏﾂﾓﾄ", True),
        ("松モト", False),
        ("abc", False),
        ("", False),
    ],
)
def test_what_is_heard(text: str, heard: bool) -> None:
    assert is_heard(text) is heard
