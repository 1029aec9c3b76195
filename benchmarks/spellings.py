"""How a Korean speaker writes down a Japanese company name that was heard. Pure.

The rules here are the measure of the search, so they share nothing with it: they are written from
the National Institute of Korean Language's table for Japanese (외래어 표기법, 일본어의 가나와 한글
대조표) and from what people do who never read that table.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

# --- Kana to syllables ----------------------------------------------------------------------------

_ROWS = """
    ア아 イ이 ウ우 エ에 オ오 カ카 キ키 ク쿠 ケ케 コ코 サ사 シ시 ス스 セ세 ソ소 タ타 チ치 ツ쓰
    テ테 ト토 ナ나 ニ니 ヌ누 ネ네 ノ노 ハ하 ヒ히 フ후 ヘ헤 ホ호 マ마 ミ미 ム무 メ메 モ모 ヤ야
    ユ유 ヨ요 ラ라 リ리 ル루 レ레 ロ로 ワ와 ヲ오 ヰ이 ヱ에 ガ가 ギ기 グ구 ゲ게 ゴ고 ザ자 ジ지
    ズ즈 ゼ제 ゾ조 ダ다 ヂ지 ヅ즈 デ데 ド도 バ바 ビ비 ブ부 ベ베 ボ보 パ파 ピ피 プ푸 ペ페 ポ포
    ヴ부 キャ캬 キュ큐 キョ쿄 ギャ갸 ギュ규 ギョ교 シャ샤 シュ슈 ショ쇼 シェ셰 ジャ자 ジュ주
    ジョ조 ジェ제 チャ차 チュ추 チョ초 チェ체 ヂャ자 ヂュ주 ヂョ조 ニャ냐 ニュ뉴 ニョ뇨 ヒャ햐
    ヒュ휴 ヒョ효 ビャ뱌 ビュ뷰 ビョ뵤 ピャ퍄 ピュ퓨 ピョ표 ミャ먀 ミュ뮤 ミョ묘 リャ랴 リュ류
    リョ료 ファ파 フィ피 フェ페 フォ포 フュ퓨 ティ티 ディ디 トゥ투 ドゥ두 デュ듀 テュ튜 ウィ위
    ウェ웨 ウォ워 ヴァ바 ヴィ비 ヴェ베 ヴォ보 ツァ차 ツィ치 ツェ체 ツォ초 クァ콰 クォ쿼 グァ과
    イェ예 スィ시 ズィ지 ァ아 ィ이 ゥ우 ェ에 ォ오 ャ야 ュ유 ョ요 ヮ와 ヶ가 ヵ카
"""
_SYLLABLE = {entry[:-1]: entry[-1] for entry in _ROWS.split()}

# At the beginning of a word the table writes the plain consonant.
_FIRST = {"ㅋ": "ㄱ", "ㅌ": "ㄷ", "ㅊ": "ㅈ"}
_FIRST_KANA = tuple("カキクケコタチテト")
_LONG = {"ア": "a", "イ": "i", "ウ": "u", "エ": "e", "オ": "o"}
_VOWEL_OF = {"ㅏ": "a", "ㅑ": "a", "ㅣ": "i", "ㅜ": "u", "ㅠ": "u", "ㅔ": "e", "ㅗ": "o", "ㅛ": "o"}

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")


def parts(syllable: str) -> tuple[str, str, str]:
    """Initial, vowel and final (or "") of one Hangul syllable."""
    place = ord(syllable) - 0xAC00
    return INITIALS[place // 588], VOWELS[place // 28 % 21], FINALS[place % 28]


def syllable(initial: str, vowel: str, final: str = "") -> str:
    """The reverse of `parts`."""
    place = INITIALS.index(initial) * 588 + VOWELS.index(vowel) * 28 + FINALS.index(final)
    return chr(0xAC00 + place)


def moras(kana: str) -> list[str]:
    """A katakana reading cut into moras; ー, ン and ッ stand alone."""
    cut: list[str] = []
    for sign in unicodedata.normalize("NFKC", kana):
        if cut and cut[-1] + sign in _SYLLABLE:
            cut[-1] += sign
        elif sign in _SYLLABLE or sign in "ーンッ":
            cut.append(sign)
    return cut


def _long(before: str, mora: str) -> bool:
    """Whether a mora only lengthens the vowel before it (コウ, オオ, シュウ, ニイ, ー)."""
    if mora == "ー":
        return True
    if mora not in _LONG or not before:
        return False
    vowel = _VOWEL_OF.get(parts(before)[1], "")
    if mora == "ウ":
        return vowel == "o" or before in "유슈주추큐규류뉴뷰퓨뮤휴"
    return mora in "オイ" and _LONG[mora] == vowel


def _closed(before: str, final: str) -> str:
    """The syllable with a final, where it has room for one."""
    initial, vowel, taken = parts(before)
    return before if taken else syllable(initial, vowel, final)


def standard(kana: str) -> str:
    """By the table: plain consonants first, ツ 쓰, no long vowels, ッ ㅅ, ン ㄴ."""
    written: list[str] = []
    for place, mora in enumerate(moras(kana)):
        before = written[-1] if written else ""
        if mora == "ン":
            written[-1:] = [_closed(before, "ㄴ")] if before else ["은"]
        elif mora == "ッ":
            written[-1:] = [_closed(before, "ㅅ")] if before else []
        elif not _long(before, mora):
            sound = _SYLLABLE[mora]
            if place == 0 and mora[0] in _FIRST_KANA:
                initial, vowel, final = parts(sound)
                sound = syllable(_FIRST.get(initial, initial), vowel, final)
            written.append(sound)
    return "".join(written)


def as_spelled(kana: str) -> str:
    """Letter by letter, as people do: 츠, aspirated first sounds, long vowels written out."""
    written: list[str] = []
    for mora in moras(kana):
        before = written[-1] if written else ""
        if mora == "ン":
            written[-1:] = [_closed(before, "ㄴ")] if before else ["은"]
        elif mora == "ッ":
            written[-1:] = [_closed(before, "ㅅ")] if before else []
        elif mora != "ー":
            written.append("츠" if mora == "ツ" else _SYLLABLE[mora])
    return "".join(written)


# --- Words that a Korean reads rather than hears --------------------------------------------------

_READ = """
    製作所セイサクショ제작소 製作所セイサクジョ제작소 製作セイサク제작
    工業所コウギョウショ공업소 工業コウギョウ공업 産業サンギョウ산업 金属キンゾク금속
    精機セイキ정기 精密セイミツ정밀 鉄工所テッコウショ철공소 鉄工所テッコウジョ철공소
    鉄工テッコウ철공 鉄鋼テッコウ철강 電機デンキ전기 電気デンキ전기 電子デンシ전자
    電工デンコウ전공 機械キカイ기계 機工キコウ기공 化学カガク화학 化成カセイ화성 樹脂ジュシ수지
    製造セイゾウ제조 金型カナガタ금형 商事ショウジ상사 商会ショウカイ상회 商店ショウテン상점
    興業コウギョウ흥업 興産コウサン흥산 建設ケンセツ건설 運輸ウンユ운수 運送ウンソウ운송
    物産ブッサン물산 物流ブツリュウ물류 技研ギケン기연 研究所ケンキュウショ연구소
    研究所ケンキュウジョ연구소 印刷インサツ인쇄 塗装トソウ도장 溶接ヨウセツ용접
    鋳造チュウゾウ주조 設備セツビ설비 不動産フドウサン부동산 食品ショクヒン식품
    自動車ジドウシャ자동차 製鋼セイコウ제강 紙器シキ지기 硝子ガラス유리 水産スイサン수산
    通商ツウショウ통상 企画キカク기획 開発カイハツ개발
"""


def _entry(text: str) -> tuple[str, str, str]:
    kanji = "".join(sign for sign in text if "一" <= sign <= "鿿")
    hangul = "".join(sign for sign in text if "가" <= sign <= "힣")
    return kanji, text[len(kanji) : len(text) - len(hangul)], hangul


_READ_WORDS = [_entry(text) for text in _READ.split()]


def half_read(kana: str, name: str) -> str:
    """The trade word at the end in its Korean reading, the rest as heard.

    松本製作所 is 마쓰모토제작소. `""` where the name does not end in a word that Koreans read.
    """
    for kanji, reading, hangul in _READ_WORDS:
        if name.endswith(kanji) and kana.endswith(reading) and len(kana) > len(reading):
            return standard(kana.removesuffix(reading)) + hangul
    return ""


# --- Slips ----------------------------------------------------------------------------------------

_NEIGHBOURS = """
    ㄱㅋㄲ ㅋㄱㄲ ㄷㅌㄸ ㅌㄷㄸ ㅂㅍㅃ ㅍㅂㅎ ㅈㅊㅉ ㅊㅈㅆ ㅅㅆ ㅆㅅㅊ ㅎㅍㅇ
    ㄹㄴ ㅗㅜㅛㅓ ㅜㅗㅡ ㅡㅜ ㅔㅐㅖ ㅛㅗ ㅠㅜ ㅏㅑ ㅑㅏ
"""
_SLIPS = {entry[0]: entry[1:] for entry in _NEIGHBOURS.split()}


def _swap(text: str, place: int, pick: random.Random) -> str:
    """One letter of one syllable heard as its neighbour."""
    initial, vowel, final = parts(text[place])
    if pick.random() < 0.5 and initial in _SLIPS:
        initial = pick.choice(_SLIPS[initial])
    else:
        vowel = pick.choice(_SLIPS.get(vowel, vowel))
    return text[:place] + syllable(initial, vowel, final) + text[place + 1 :]


def _final(text: str, place: int, pick: random.Random) -> str:
    """A final lost, heard as another nasal, or heard where there is none."""
    initial, vowel, final = parts(text[place])
    other = pick.choice(["", "ㅁ", "ㅇ"]) if final == "ㄴ" else "" if final else pick.choice("ㅅㄴ")
    return text[:place] + syllable(initial, vowel, other) + text[place + 1 :]


def _space(text: str, place: int, pick: random.Random) -> str:
    """A space in the middle."""
    return text[:place] + " " + text[place:] if place else text


def _doubled(text: str, place: int, pick: random.Random) -> str:
    """A vowel written twice, as long ones sound."""
    _, vowel, final = parts(text[place])
    if final:
        return text
    return text[: place + 1] + syllable("ㅇ", vowel) + text[place + 1 :]


_SLIP_KINDS: tuple[Callable[[str, int, random.Random], str], ...] = (
    _swap,
    _swap,
    _final,
    _space,
    _doubled,
)


def noisy(text: str, pick: random.Random) -> str:
    """`text` with one slip, or two in a name of five syllables or more."""
    for _ in range(2 if len(text) >= 5 else 1):
        places = [place for place, sign in enumerate(text) if "가" <= sign <= "힣"]
        text = pick.choice(_SLIP_KINDS)(text, pick.choice(places), pick)
    return text
