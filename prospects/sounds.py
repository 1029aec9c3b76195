"""Sound keys: what Japanese names have in common with what Korean ears make of them. Pure.

A *sound key* is what is left of a name when everything is merged that Korean spellings of Japanese
do not keep apart. 마쓰모토, 마츠모토, 마쯔모토, マツモト and まつもと have one key, 마수모도. It is
written in Hangul, one syllable a mora, and is for finding only: many names share one key.

Merged are: voiced and voiceless, aspirated and tense (か が 가 카 까); all sibilants (す ず つ,
스 즈 츠 쓰 쯔; し じ ち, 시 지 치; しゃ ざ, 샤 자 차); ふ ぷ ぶ, 후 푸 부; ん with any nasal at the
end of a syllable; small and large kana (キヨ and キョ). Dropped are っ and its ㅅ ㄱ ㅂ, and
length: ー, and a vowel that only lengthens the one before it (こう 코우, せい 세이, おお 오오).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from prospects.hangul import hangul_to_kana
from prospects.names import narrow, to_katakana

#: Stands in a key for what has no sound of its own there: kanji, Latin letters, digits.
SILENT = "0"

_HEARD = re.compile(r"[\u3041-\u3096\u30a1-\u30fe가-힣\s・]+")


def is_heard(text: str) -> bool:
    """Whether a text is written by sound alone: in kana or Hangul."""
    return _HEARD.fullmatch(to_katakana(text)) is not None


def sound_key(text: str) -> str:
    """The sound key of a name in kana or Hangul; kanji, Latin letters and digits are `SILENT`.

    `sound_key(sound_key(x)) == sound_key(x)`. A key of nothing but silence is empty.
    """
    return sound_keys([text.replace("\n", " ")])[0]


def sound_keys(texts: Sequence[str]) -> list[str]:
    """`sound_key` of each text, none of which may hold a line break; all at once, with numpy."""
    if not texts:
        return []
    text = narrow("\n".join(texts))
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    if np.any((codes >= ord("가")) & (codes <= ord("힣"))):
        text = _DOUBLE_L.sub(_single_l, text)
        codes = np.frombuffer(hangul_to_kana(text).encode("utf-32-le"), np.uint32)
    moras = _without_length(_with_small_vowels(_moras(codes)))
    moras = _contracted(moras)
    moras = moras[~_following(moras, _SILENCE, _SILENCE)]
    keys = _LETTERS[moras].tobytes().decode("utf-32-le").split("\n")
    return [key if key != SILENT else "" for key in keys]


# A final ㄹ before another ㄹ or ら is one sound, whatever silent sign stands between.
_DOUBLE_L = re.compile(r"([가-힣])(?:[^\w\n]|[ーッっ_])*(?=[라-맇ら-ろラ-ロ])")
_FINAL_L = 8


def _single_l(found: re.Match[str]) -> str:
    place = ord(found[1]) - ord("가")
    return chr(ord(found[1]) - _FINAL_L) if place % 28 == _FINAL_L else found[0]


# --- Moras ----------------------------------------------------------------------------------------

# A mora is a number below 256: eight times its consonant, plus its vowel (a i u e o ya yu yo).
_Moras = np.ndarray[Any, np.dtype[np.uint8]]
_VOWELS = "아이우에오야유요"
_ROWS = "아가다사나하바마라와"
_NULL, _T, _S = _ROWS.index("아"), _ROWS.index("다"), _ROWS.index("사")
_A, _I, _U, _E, _O, _YA, _YU, _YO = range(8)
_DROPPED, _BREAK, _SILENCE, _NASAL, _SMALL = 200, 201, 202, 203, 204
_KANA_ROWS = """
    アイウエオ 아 カキクケコ 가 ガギグゲゴ 가 サシスセソ 사 ザジズゼゾ 사
    タ・・テト 다 ダ・・デド 다 ナニヌネノ 나 ハヒ・ヘホ 하
    バビブベボ 바 パピプペポ 바 マミムメモ 마 ラリルレロ 라
    ・チツ・・ 사 ・ヂヅ・・ 사 ・・フ・・ 바 ・・ヴ・・ 바 ・ヰ・ヱヲ 아 ヵ・・ヶ・ 가
    ・・・・・ヤユヨ 아 ・・・・・ャュョ 아 ワ・・・・ 와 ヮ・・・・ 와
"""


def _mora_of_kana() -> dict[str, int]:
    words = _KANA_ROWS.split()
    moras = {
        kana: _ROWS.index(row) * 8 + vowel
        for letters, row in zip(words[::2], words[1::2], strict=True)
        for vowel, kana in enumerate(letters)
        if kana != "・"
    }
    moras["ヶ"] = moras["カ"]  # 一ヶ谷 is read がや
    moras |= {small: _SMALL + vowel for vowel, small in enumerate("ァィゥェォ")}
    return moras | {"ン": _NASAL, "ッ": _DROPPED, "ー": _DROPPED, "\n": _BREAK}


def _letter_codes() -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The Hangul syllable, or the sign, in which a mora is written in a key."""
    letters = np.full(256, ord(SILENT), np.uint32)
    for row, syllable in enumerate(_ROWS):
        onset = (ord(syllable) - ord("가")) // 588
        for vowel, other in enumerate(_VOWELS):
            letters[row * 8 + vowel] = ord("가") + onset * 588 + (ord(other) - ord("아"))
    letters[_ROWS.index("와") * 8] = ord("와")
    letters[_BREAK], letters[_NASAL] = ord("\n"), ord("ン")
    return letters


_LETTERS = _letter_codes()


def kana_syllables() -> dict[str, str]:
    """Each kana, katakana and hiragana, with its syllable in a key; `""` for っ and ー."""
    found: dict[str, str] = {}
    for kana, mora in _mora_of_kana().items():
        if kana == "\n" or mora >= _SMALL:
            continue
        syllable = {_DROPPED: "", _NASAL: "ン"}.get(mora) or ""
        found[kana] = syllable if mora in (_DROPPED, _NASAL) else chr(_LETTERS[mora])
    small = {kana: kana for kana in "ァィゥェォ"}
    hiragana = {chr(ord(k) - 0x60): s for k, s in (found | small).items() if "ァ" <= k <= "ヶ"}
    return {k: s for k, s in (found | hiragana | {"ん": "ン"}).items() if k != s}


@cache
def _table() -> _Moras:
    """Mora of each character of the first plane."""
    table = np.full(0x10000, _DROPPED, np.uint8)
    table[0xFFFF] = _SILENCE  # for the rare kanji of other planes
    for code in range(0x10000):
        if unicodedata.category(chr(code))[0] in "LN":
            table[code] = _SILENCE
    for kana, mora in _mora_of_kana().items():
        table[ord(kana)] = mora
        if "ァ" <= kana <= "ヶ":
            table[ord(kana) - 0x60] = mora
    table[ord("ん")] = _NASAL
    return table


def _moras(codes: np.ndarray[Any, np.dtype[np.uint32]]) -> _Moras:
    moras: _Moras = _table()[np.minimum(codes, 0xFFFF)]
    return _kept(moras)


def _kept(moras: _Moras) -> _Moras:
    kept: _Moras = moras[moras != _DROPPED]
    return kept


def _following(moras: _Moras, before: int, after: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Where a mora `after` follows a mora `before`."""
    found = np.zeros(len(moras), np.bool_)
    found[1:] = (moras[:-1] == before) & (moras[1:] == after)
    return found


def _pair_table() -> tuple[_Moras, _Moras]:
    """What two moras in a row become: the first, the second. Rows and columns are moras."""
    first = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 256, axis=1)
    second = np.repeat(np.arange(256, dtype=np.uint8)[None, :], 256, axis=0)
    for row in range(len(_ROWS)):
        for small, vowel in ((_A, _A), (_I, _I), (_E, _E), (_O, _O)) if row != _NULL else ():
            first[row * 8 + _U, _SMALL + small] = row * 8 + vowel  # フィ is ヒ in ピ
            second[row * 8 + _U, _SMALL + small] = _DROPPED
        first[row * 8 + _I, _SMALL + _E] = row * 8 + _E  # シェ
        second[row * 8 + _I, _SMALL + _E] = _DROPPED
        for large in (_YA, _YU, _YO):
            if row == _T:
                continue  # 댜 is テャ, so ティヤ stays as it is
            vowel = {_YA: _A, _YU: _U, _YO: _O}[large] if row == _S else large
            first[row * 8 + _I, large] = row * 8 + vowel
            second[row * 8 + _I, large] = _DROPPED
        for vowel, lengthened in _LENGTHENED.items():
            for more in lengthened:
                second[row * 8 + vowel, more] = _DROPPED
    first[_T * 8 + _E, _SMALL + _I], second[_T * 8 + _E, _SMALL + _I] = _T * 8 + _I, _DROPPED
    first[_T * 8 + _O, _SMALL + _U], second[_T * 8 + _O, _SMALL + _U] = _T * 8 + _U, _DROPPED
    for small in range(5):
        column = second[:, _SMALL + small]
        column[column != _DROPPED] = small
    return first, second


# Vowels that only lengthen the vowel before them.
_LENGTHENED = {
    _A: (_A,), _YA: (_A,), _I: (_I,), _U: (_U,), _YU: (_U,), _E: (_E, _I), _O: (_O, _U),
    _YO: (_O, _U),
}  # fmt: skip
_FIRST, _SECOND = _pair_table()


def _with_small_vowels(moras: _Moras) -> _Moras:
    """ティ, フィ, シェ as one mora; other small vowels as large ones."""
    places = np.flatnonzero(moras >= _SMALL)
    if not len(places):
        return moras
    moras = np.concatenate(([np.uint8(_BREAK)], moras))
    before, small = moras[places], moras[places + 1]
    moras[places] = _FIRST[before, small]
    moras[places + 1] = _SECOND[before, small]
    # スィェ: what ィ has made of ス is シ, and that with ェ is one again.
    of_u = (before % 8 == _U) & (before < _DROPPED) & (before // 8 != _NULL)
    again = np.flatnonzero(of_u[:-1] & (small[:-1] == _SMALL + _I) & (small[1:] == _SMALL + _E))
    for at in places[again[places[again + 1] == places[again] + 1]]:
        moras[at : at + 3] = _FIRST[moras[at], _SMALL + _E], _DROPPED, _DROPPED
    return _kept(moras[1:])


def _without_length(moras: _Moras) -> _Moras:
    """Without vowels that only lengthen; again where one met another by that (エイエ)."""
    while True:
        vowels = np.flatnonzero(moras[1:] <= _O) + 1
        long = vowels[_SECOND[moras[vowels - 1], moras[vowels]] == _DROPPED]
        if not len(long):
            return moras
        moras = np.delete(moras, long)


def _contracted(moras: _Moras) -> _Moras:
    """キヤ as キャ, シヤ as サ."""
    places = np.flatnonzero((moras[1:] >= _YA) & (moras[1:] <= _YO)) + 1
    before, after = moras[places - 1], moras[places]
    moras[places - 1] = _FIRST[before, after]
    moras[places] = _SECOND[before, after]
    return _kept(moras)
