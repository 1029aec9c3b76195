"""Latin letters to kana: Hepburn, Kunrei and what people mix of them."""

from __future__ import annotations

import pytest

from prospects.romaji import romaji_to_kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("matsumoto", "マツモト"),
        ("Matumoto", "マツモト"),
        ("seisakusho", "セイサクショ"),
        ("seisakusyo", "セイサクショ"),
        ("Kōgyō", "コギョ"),
        ("kougyou", "コウギョウ"),
        ("Ohta", "オタ"),
        ("nissan", "ニッサン"),
        ("matchi", "マッチ"),
        ("Shimbashi", "シンバシ"),
        ("ken'ichi", "ケンイチ"),
        ("zyunichi", "ジュニチ"),
        ("Hamamatsu Seimitsu", "ハママツセイミツ"),
        ("precision", ""),
        ("tech", ""),
        ("", ""),
    ],
)
def test_romaji_in_kana(text: str, kana: str) -> None:
    assert romaji_to_kana(text) == kana
