"""Japanese in Latin letters, Hepburn, Kunrei and what people mix of them, in kana. Pure."""

from __future__ import annotations

import re
import unicodedata

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ",
    "t": "タチツテト", "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ",
    "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ", "l": "ラリルレロ", "c": "カシクセコ",
}  # fmt: skip
_OTHERS = """
    ya ヤ yu ユ yo ヨ ye イェ wa ワ wi ウィ we ウェ wo ヲ shi シ chi チ tsu ツ fu フ ji ジ dzu ヅ
    sha シャ shu シュ she シェ sho ショ cha チャ chu チュ che チェ cho チョ
    ja ジャ ju ジュ je ジェ jo ジョ
    fa ファ fi フィ fe フェ fo フォ va ヴァ vi ヴィ vu ヴ ve ヴェ vo ヴォ thi ティ dhi ディ
    tsa ツァ tse ツェ tso ツォ
"""
_GLIDES = {"a": "ャ", "u": "ュ", "o": "ョ"}


def _moras() -> dict[str, str]:
    words = _OTHERS.split()
    moras = dict(zip(words[::2], words[1::2], strict=True))
    for consonant, row in _ROWS.items():
        for vowel, kana in zip(_VOWELS, row, strict=True):
            moras.setdefault(consonant + vowel, kana)
        for vowel, small in _GLIDES.items() if consonant else ():
            moras.setdefault(f"{consonant}y{vowel}", row[1] + small)
    return moras


_MORAS = _moras()
# A doubled consonant is っ, n or m before a consonant or at the end ん; h after a vowel is length.
_MORA = re.compile(
    r"(?P<double>([bcdfghjklmpqrstvwxyz])(?=\2)|t(?=ch))"
    rf"|(?P<mora>{'|'.join(sorted(_MORAS, key=len, reverse=True))})"
    r"|(?P<nasal>n'|n(?![aiueoy])|m(?=[bpm]))|(?P<length>(?<=[aiueo])h(?![aiueoy]))"
)


def romaji_to_kana(text: str) -> str:
    """A reading in Latin letters in katakana; `""` if any part of it is no romaji.

    Takes Hepburn and Kunrei, ō and ô, oh, and doubled letters: Matsumoto, Matumoto → マツモト.
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFD", text.lower()) if c.isalpha() or c == "'"
    )
    kana = ""
    place = 0
    while place < len(plain):
        found = _MORA.match(plain, place)
        if found is None:
            return ""
        if found["mora"]:
            kana += _MORAS[found["mora"]]
        elif not found["length"]:
            kana += "ッ" if found["double"] and found["double"] not in "nm" else "ン"
        place = found.end()
    return kana
