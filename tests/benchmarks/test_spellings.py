"""The measure of the search must itself be right: places that Korean maps write."""

import random

import pytest

from benchmarks.spellings import as_spelled, half_read, noisy, parts, standard, syllable


@pytest.mark.parametrize(
    ("kana", "written"),
    [
        ("トウキョウ", "도쿄"),
        ("オオサカ", "오사카"),
        ("サッポロ", "삿포로"),
        ("キュウシュウ", "규슈"),
        ("ナゴヤ", "나고야"),
        ("センダイ", "센다이"),
        ("チバ", "지바"),
        ("ツシマ", "쓰시마"),
        ("ニイガタ", "니가타"),
        ("テッコウショ", "뎃코쇼"),
        ("ー", ""),
    ],
)
def test_the_standard_table(kana: str, written: str) -> None:
    assert standard(kana) == written


def test_letter_by_letter_and_half_read() -> None:
    assert as_spelled("マツモトセイサクショ") == "마츠모토세이사쿠쇼"
    assert half_read("マツモトセイサクショ", "松本製作所") == "마쓰모토제작소"
    assert half_read("マツモト", "松本") == ""


def test_a_syllable_comes_apart_and_together() -> None:
    every = [chr(code) for code in range(0xAC00, 0xD7A4)]
    assert [syllable(*parts(one)) for one in every] == every


def test_slips_are_the_same_in_every_run() -> None:
    slips = [noisy("후루야코교", random.Random(seed)) for seed in range(4)]
    assert slips == [noisy("후루야코교", random.Random(seed)) for seed in range(4)]
    assert all(slip != "후루야코교" for slip in slips)
