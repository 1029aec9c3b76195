"""Japanese names in Hangul by the loanword rules, and back to kana that sound alike. Pure.

From kana to Hangul: 외래어 표기법, table 4 (Japanese), with its rules that か, た, ち … are plain
at the beginning of a word (가, 다, 지), that っ is ㅅ, ん is ㄴ, and that length is not written.
"""

from __future__ import annotations

import re
import unicodedata

from prospects.names import to_katakana

# --- Kana → Hangul --------------------------------------------------------------------------------

# Kana, then Hangul; two words of Hangul are: at the beginning of a word, and inside it.
_STANDARD = """
    アイウエオ 아이우에오 | カキクケコ 가기구게고 카키쿠케코 | サシスセソ 사시스세소
    タチツテト 다지쓰데도 타치쓰테토 | ナニヌネノ 나니누네노 | ハヒフヘホ 하히후헤호
    マミムメモ 마미무메모 | ヤユヨ 야유요 | ラリルレロ 라리루레로 | ワヰヱヲ 와이에오
    ガギグゲゴ 가기구게고 | ザジズゼゾ 자지즈제조 | ダヂヅデド 다지즈데도 | バビブベボ 바비부베보
    パピプペポ 파피푸페포 | ヴ 부 | ァィゥェォ 아이우에오 | ャュョヮ 야유요와 | ヵヶ 가가 카카
"""
# Two kana that are one syllable.
_STANDARD_PAIRS = """
    キャキュキョ 갸규교 캬큐쿄 | ギャギュギョ 갸규교
    シャシュショシェ 샤슈쇼셰 | ジャジュジョジェ 자주조제 | チャチュチョチェ 자주조제 차추초체
    ヂャヂュヂョ 자주조 | ニャニュニョ 냐뉴뇨 | ヒャヒュヒョ 햐휴효
    ビャビュビョ 뱌뷰뵤 | ピャピュピョ 퍄퓨표 | ミャミュミョ 먀뮤묘 | リャリュリョ 랴류료
    ファフィフェフォ 파피페포 | ヴァヴィヴェヴォ 바비베보 | ツァツィツェツォ 차치체초
    ティディ 티디 | トゥドゥ 투두 | デュ 듀 | ウィウェウォ 위웨워 | クァクィクェクォ 콰퀴퀘쿼
    グァ 과
"""


def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Kana → Hangul at the beginning of a word, and inside it."""
    first: dict[str, str] = {}
    inside: dict[str, str] = {}
    for table, length in ((_STANDARD, 1), (_STANDARD_PAIRS, 2)):
        for row in re.split(r"[|\n]", table.strip()):
            kana, *hangul = row.split()
            parts = [kana[i : i + length] for i in range(0, len(kana), length)]
            first |= dict(zip(parts, hangul[0], strict=True))
            inside |= dict(zip(parts, hangul[-1], strict=True))
    return first, inside


_FIRST, _INSIDE = _spellings()
_MORAS = re.compile("|".join([*sorted(_INSIDE, key=len, reverse=True), "."]), re.DOTALL)
_LONG = re.compile(
    unicodedata.normalize(
        "NFD",
        "(?<=[ᅡᅣᅪ])(?:아)+|(?<=ᅵ)(?:이)+|(?<=[ᅮᅲᅳ])(?:우)+|(?<=[ᅦᅨ])(?:에)+|(?<=[ᅩᅭ])(?:우|오)+",
    )
)
_CODAS = {"ン": "ᆫ", "ッ": "ᆺ"}


def kana_to_hangul(kana: str) -> str:
    """A reading in kana as the loanword rules write it; what is no kana stays as it is.

    マツモトセイサクショ → 마쓰모토세이사쿠쇼, キッコウ → 깃코.
    """
    text = ""
    is_first = True
    for mora in _MORAS.findall(to_katakana(kana)):
        if mora in _CODAS and text and "ᅡ" <= text[-1] <= "ᅵ":
            text += _CODAS[mora]
        elif mora not in "ーッ":
            text += unicodedata.normalize("NFD", (_FIRST if is_first else _INSIDE).get(mora, mora))
        is_first = not mora.isalnum()
    return unicodedata.normalize("NFC", _LONG.sub("", text))


# --- Hangul → kana --------------------------------------------------------------------------------

_FIRST_SYLLABLE, _LAST_SYLLABLE, _PER_ONSET, _PER_VOWEL = ord("가"), ord("힣"), 588, 28
_KA, _SA, _NA = tuple("カキクケコ"), tuple("サシスセソ"), tuple("ナニヌネノ")
_TA, _HA = ("タ", "ティ", "トゥ", "テ", "ト"), ("ハ", "ヒ", "ブ", "ヘ", "ホ")
_BA, _MA, _RA, _A = (tuple(row) for row in ("バビブベボ", "マミムメモ", "ラリルレロ", "アイウエオ"))
# ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ
_ROW = (_KA, _KA, _NA, _TA, _TA, _RA, _MA, _BA, _BA, _SA, _SA, _A, _SA, _SA, _SA,
        _KA, _TA, _BA, _HA)  # fmt: skip
# ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ
_VOWEL = ("a", "e", "ya", "e", "o", "e", "yo", "e", "o", "wa", "we", "we", "yo", "u", "wo",
          "we", "wi", "yu", "u", "i", "i")  # fmt: skip
_PLAIN = "aiueo"
_LIQUID = "\u11af"
# None, ㄱ ㄲ ㄳ, ㄴ ㄵ ㄶ, ㄷ, ㄹ, ㄺ, ㄻ, ㄼ ㄽ ㄾ ㄿ ㅀ, ㅁ, ㅂ ㅄ ㅅ ㅆ, ㅇ, ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
_CODA = (*[""] * 4, *["ン"] * 3, "", _LIQUID, "", "ン", *[""] * 5, "ン", *[""] * 4, "ン", *[""] * 6)


def _syllable_kana(onset: int, vowel: str) -> str:
    row = _ROW[onset]
    if vowel in _PLAIN:
        return row[_PLAIN.index(vowel)]
    glide, plain = vowel[0], _PLAIN.index(vowel[1])
    if glide == "y":
        if row is _A:
            return {"a": "ヤ", "u": "ユ", "o": "ヨ"}[vowel[1]]
        small = {"a": "ャ", "u": "ュ", "o": "ョ"}[vowel[1]]
        return ("テ" if row is _TA else row[1]) + small
    if row is _A:
        return "ワ" if vowel == "wa" else f"ウ{_A[plain]}"
    if row is _HA:
        return _BA[plain]  # 화 is ファ
    return "クワ" if row is _KA and vowel == "wa" else row[plain]


class _Kana(dict[int, str]):
    """Kana of one Hangul syllable, decided once and kept; anything else stays as it is."""

    def __missing__(self, code: int) -> str:
        if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
            onset, rest = divmod(code - _FIRST_SYLLABLE, _PER_ONSET)
            vowel, coda = divmod(rest, _PER_VOWEL)
            self[code] = _syllable_kana(onset, _VOWEL[vowel]) + _CODA[coda]
        else:
            self[code] = chr(code)
        return self[code]


_KANA = _Kana()
_DOUBLED_LIQUID = re.compile(f"{_LIQUID}(?=[ラリルレロ])")


def hangul_to_kana(text: str) -> str:
    """Kana of the same sound key, マスモト for 마쓰모토: voicing, length and っ are lost."""
    text = unicodedata.normalize("NFC", text).translate(_KANA)
    return _DOUBLED_LIQUID.sub("", text).replace(_LIQUID, "ル")


# --- Jamo -----------------------------------------------------------------------------------------


def jamo(text: str) -> str:
    """Hangul letter by letter, for distances: 마쓰 → ᄆ ᅡ ᄊ ᅳ, without what a syllable begins with
    when it begins with nothing."""
    return unicodedata.normalize("NFD", text).replace("ᄋ", "")
