"""Corporate numbers, normal forms of names, bigrams and kana folding. Pure: no Django.

A normal form is for finding and comparing, never for showing: it folds spellings that people and
registers use for one and the same name, at the price of folding a few different names together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# --- Corporate numbers (法人番号) -------------------------------------------------------------

_THIRTEEN_DIGITS = re.compile(r"[1-9][0-9]{12}", re.ASCII)
_TWELVE_DIGITS = re.compile(r"[0-9]{12}", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s\-‐‑‒–—―−ー－_.・]+")


def check_digit(base: str) -> str:
    """The check digit, "1" to "9", of the last twelve digits of a corporate number.

    9 − (Σ Pn·Qn mod 9), Pn being the nth digit from the right, Qn = 1 for odd n and 2 for even n
    (法人番号の指定等に関する省令, article 2). Raises ValueError unless `base` is twelve digits.
    """
    if not _TWELVE_DIGITS.fullmatch(base):
        raise ValueError(f"twelve digits expected, not {base!r}")
    # A number and its digit sum leave the same remainder mod 9, so Σ Pn·Qn is the whole number
    # (each digit once) plus the number made of the digits at even n (those once more).
    return str(9 - (int(base) + int(base[::2])) % 9)


def is_corporate_number(text: str) -> bool:
    """Whether `text` is thirteen ASCII digits with a correct check digit.

    The rule sees every change of one digit except 0 ↔ 9 among the last twelve, and every swap of
    two neighbouring digits except 09 ↔ 90 among the last twelve: it counts mod 9.
    """
    return _THIRTEEN_DIGITS.fullmatch(text) is not None and (int(text) + int(text[1::2])) % 9 == 0


def parse_corporate_number(text: str) -> str:
    """A corporate number as people type it, as thirteen digits.

    Takes full-width digits, spaces, hyphens and dots between the digits, and the "T" of an invoice
    registration number in front. Raises ValueError if what is left is no corporate number.
    """
    digits = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    digits = digits.removeprefix("T").removeprefix("t")
    if not is_corporate_number(digits):
        raise ValueError(f"not a corporate number: {text!r}")
    return digits


# --- Kana -----------------------------------------------------------------------------------

_SMALL_KANA = "ァィゥェォッャュョヮヵヶ"
_LARGE_KANA = "アイウエオツヤユヨワカケ"
_OLD_KANA = "ヰヱヲ"
_NEW_KANA = "イエオ"
_HIRAGANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KANA_SIZE = str.maketrans(_SMALL_KANA + _OLD_KANA, _LARGE_KANA + _NEW_KANA)


def to_katakana(text: str) -> str:
    """Hiragana and half-width katakana as full-width katakana; the rest as NFKC leaves it."""
    return unicodedata.normalize("NFKC", text).translate(_HIRAGANA)


def fold_kana(text: str) -> str:
    """Katakana without the differences that registers and people do not agree on.

    Small letters become large (the register writes readings of foreign companies with large ones:
    リユーシヨン), and ヰ ヱ ヲ become イ エ オ.
    """
    return to_katakana(text).translate(_KANA_SIZE)


# --- Kanji ----------------------------------------------------------------------------------

# Each word: the character that stays, then those that become it. Old forms (旧字体), common
# variants in family and company names, and substitute writings used in manufacturing
# (鎔接 = 溶接, 鈑金 = 板金). 斎 and 斉 are two characters, but nobody keeps them apart in names.
_KANJI_VARIANTS = """
    亜亞 悪惡 圧壓 囲圍 医醫 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆 桜櫻
    奥奧 横橫 温溫 穏穩 仮假 価價 画畫 会會 絵繪 懐懷 壊壞 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 勧勸 巻卷
    寛寬 歓歡 観觀 関關 陥陷 巌巖 顔顏 気氣 帰歸 器噐 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 峡峽 挟挾
    狭狹 郷鄕 暁曉 区區 駆驅 勲勳 薫薰 径徑 恵惠 渓溪谿 経經 継繼 茎莖 蛍螢 軽輕 鶏鷄 芸藝 撃擊
    欠缺 倹儉 剣劍劔釼劒 圏圈 検檢 権權 献獻 県縣 険險 顕顯 験驗 厳嚴 広廣 恒恆 鉱鑛礦 黄黃 効效
    号號 国國圀 黒黑 済濟 砕碎 斉齊斎齋 剤劑 崎﨑嵜 冊册 雑雜 参參 惨慘 桟棧 蚕蠶 賛贊 残殘 糸絲
    歯齒 児兒 辞辭 湿濕 実實 写寫 釈釋 寿壽 収收 従從 渋澁澀 獣獸 縦縱 粛肅 処處 緒緖 叙敍 奨奬
    将將 床牀 渉涉 焼燒 称稱 証證 乗乘 剰剩 浄淨 畳疊 縄繩 壌壤 嬢孃 条條 状狀 譲讓 醸釀 嘱囑 触觸
    寝寢 慎愼 晋晉 真眞 尽盡 図圖 粋粹 酔醉 随隨 髄髓 数數 枢樞 瀬瀨 声聲 清淸 静靜 青靑 税稅 摂攝
    窃竊 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 曽曾 双雙 壮壯 捜搜 挿插 争爭 総總惣 聡聰 荘莊
    装裝 騒騷 増增 蔵藏 臓臟 属屬 続續 堕墮 体體軆 対對 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 単單
    胆膽 団團 弾彈 断斷 痴癡 遅遲 昼晝 虫蟲 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵鐡銕 転轉 点點
    伝傳 党黨 島嶋嶌 灯燈 盗盜 当當 闘鬭鬪 徳德悳 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 廃廢 拝拜
    売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 浜濱濵 瓶甁 富冨 払拂 仏佛 並竝 辺邊邉 変變 弁辨瓣辯 舗舖
    歩步 宝寶寳 豊豐 没沒 毎每 槙槇 万萬 満滿 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣
    謡謠 遥遙 瑶瑤 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 塁壘 礼禮 励勵 隷隸 霊靈 齢齡 恋戀 炉爐
    労勞 楼樓 郎郞 禄祿 録錄 湾灣 鴎鷗 騨驒 桧檜 薮藪 篭籠 尭堯 穣穰 凜凛 晃晄 渕淵 館舘 峰峯 園薗
    野埜 秋穐 船舩 柳栁桺 桑桒 高髙 吉𠮷 土圡 杉杦 松枩 梅楳 磯礒 群羣 恥耻 煙烟 彦彥 強强 研硏
    溶鎔熔 連聯 板鈑 線綫 剥剝 頬頰 填塡 掴摑 噛嚙 屏屛 祢禰 祷禱 蝋蠟 麺麵 麹麴 醤醬 涛濤 鯵鰺
    莱萊 蝉蟬 繋繫 躯軀 箪簞 砺礪 諌諫 靭靱 錬鍊 缶罐 枡桝 竪豎
"""

_KANJI = {ord(variant): ord(word[0]) for word in _KANJI_VARIANTS.split() for variant in word[1:]}


def modern_kanji(text: str) -> str:
    """Old and variant forms of kanji as today's (廣島縣 → 広島県); as long as it was."""
    return text.translate(_KANJI)


# --- Legal forms ----------------------------------------------------------------------------

# Cooperatives and associations (協同組合, 連合会 …) are what an officer searches for: they stay.
_LEGAL_FORM_WORDS = """
    株式会社 有限会社 合同会社 合資会社 合名会社 相互会社 特例有限会社 特定目的会社 有限責任中間法人
    有限責任事業組合 一般社団法人 一般財団法人 公益社団法人 公益財団法人 特例社団法人 特例財団法人
    社団法人 財団法人 医療法人社団 医療法人財団 社会医療法人 医療法人 社会福祉法人 学校法人 宗教法人
    特定非営利活動法人 npo法人 独立行政法人 地方独立行政法人 国立大学法人 弁護士法人 税理士法人
    司法書士法人 行政書士法人 社会保険労務士法人 監査法人 農事組合法人 更生保護法人 管理組合法人
    주식회사 유한회사 유한책임회사 합자회사 합명회사
"""
_LEGAL_FORMS = sorted(_LEGAL_FORM_WORDS.split(), key=len, reverse=True)  # longest first
_LEGAL_SHORT = "株|有|合|資|名|同|相|特|社|財|医|福|学|宗|一社|一財|公社|公財|주|유"
# NFKC has already made （株） and ㈱ into (株), and ㍿ into 株式会社.
LEGAL_PATTERN = "|".join([rf"\((?:{_LEGAL_SHORT})\)", *_LEGAL_FORMS])
LATIN_LEGAL_PATTERN = (
    "(?:[ ,.]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|plc|pte|gmbh"
    r"|k\.? ?k|g\.? ?k|y\.? ?k|kabushiki kaisha|godo kaisha|yugen kaisha))+[ ,.]*$"
)
_LEGAL = re.compile(LEGAL_PATTERN)
_LATIN_LEGAL = re.compile(LATIN_LEGAL_PATTERN, re.MULTILINE)
_LATIN_LETTER = re.compile("[a-z]")


class _Narrowing(dict[int, str]):
    """NFKC and lower case of one character, any space as " "; decided once and kept."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_space = character.isspace() and character != "\n"
        self[code] = " " if is_space else unicodedata.normalize("NFKC", character).lower()
        return self[code]


_NARROWING = _Narrowing()


def narrow(text: str) -> str:
    """NFKC and lower case; character by character first, which is twice as fast on real names."""
    narrowed = text.translate(_NARROWING)
    if unicodedata.is_normalized("NFKC", narrowed):
        return narrowed
    return unicodedata.normalize("NFKC", narrowed)


class _Folding(dict[int, int | str | None]):
    """Translation table for one character; what is not listed is decided once and kept."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        kept: int | str | None
        if unicodedata.category(character)[0] not in "LN":
            kept = None  # spaces, dots, hyphens, symbols, stray accents
        elif code < 0x250:
            kept = unicodedata.normalize("NFD", character)[0]  # é → e
        else:
            kept = code
        self[code] = kept
        return kept


_LETTERS: dict[int, int | str | None] = (
    _KANJI
    | {code: ord(fold_kana(chr(code))) for code in _HIRAGANA}
    | _KANA_SIZE
    | {ord("ー"): None}
)
_FOLDING = _Folding(_LETTERS | {ord("("): "(", ord(")"): ")", ord("\n"): "\n"})


def folded_characters() -> list[tuple[int, str]]:
    """Kanji and kana that a normal form writes otherwise, each with what it becomes."""
    return [(code, chr(kept) if isinstance(kept, int) else "") for code, kept in _LETTERS.items()]


_BRACKETS = {ord("("): None, ord(")"): None}


@lru_cache(maxsize=1 << 14)  # scoring asks for the same few thousand names of firms each time
def normal_form(name: str) -> str:
    """The form in which two spellings of one name are equal; the same for a name and for a query.

    Folds full and half width, case, Latin accents, hiragana and katakana, small and large kana,
    old and variant kanji; drops legal forms wherever they stand (Latin ones at the end), spaces,
    middle dots, hyphens, long-vowel marks and all other signs. A name of nothing but a legal form
    keeps it, one of nothing but signs keeps them. `normal_form(normal_form(x)) == normal_form(x)`.
    """
    plain = " ".join(narrow(name).split())
    form = _without_latin_legal_form(plain).translate(_FOLDING)
    form = _without_legal_form(form)
    if "(" in form or ")" in form:
        form = _without_legal_form(form.translate(_BRACKETS))
    if not form:  # nothing but legal forms, and brackets that hold nothing
        form = _without_legal_form(plain.translate(_FOLDING).translate(_BRACKETS))
    form = form or plain.replace(" ", "")
    # Dropping a sign can bring a letter and a stray accent together.
    return form if unicodedata.is_normalized("NFKC", form) else normal_form(form)


def normal_forms(names: Sequence[str]) -> list[str]:
    """`normal_form` of each name, several times faster for thousands: each step on all at once."""
    if not names:
        return []
    plain = narrow("\n".join(names))
    text = _without_latin_legal_form(plain).translate(_FOLDING)
    shorter = _LEGAL.sub("", text)
    while shorter != text:
        text, shorter = shorter, _LEGAL.sub("", shorter)
    forms = text.split("\n")
    if len(forms) != len(names) or not unicodedata.is_normalized("NFKC", text):
        return [normal_form(name) for name in names]
    return [
        form if (form or not name) and "(" not in form and ")" not in form else normal_form(name)
        for name, form in zip(names, forms, strict=True)
    ]


def _without_latin_legal_form(text: str) -> str:
    return _LATIN_LEGAL.sub("", text) if _LATIN_LETTER.search(text) else text


def _without_legal_form(form: str) -> str:
    shorter = _LEGAL.sub("", form)
    while shorter and shorter != form:
        form, shorter = shorter, _LEGAL.sub("", shorter)
    return form


_LATIN_LEGAL_WORDS = """
    co company corp corporation inc incorporated ltd limited llc llp plc pte gmbh kk gk yk
"""


def query_spellings(query: str) -> list[str]:
    """The words of a query as they are typed but for width, case and legal forms."""
    words = [_without_legal_form(word) for word in narrow(query).split()]
    latin = _LATIN_LEGAL_WORDS.split()
    return [
        word
        for word in words
        if (form := normal_form(word)) not in latin and not _LEGAL.fullmatch(form)
    ]


# --- Bigrams --------------------------------------------------------------------------------

START, END = "^", "$"


def pack_bigram(pair: str) -> int:
    """Two characters as one signed 32-bit integer: PostgreSQL indexes those three times faster.

    Exact for the characters of Unicode's first plane; a rarer one counts as the one 65,536 below.
    """
    return ((ord(pair[0]) & 0xFFFF) << 16 | ord(pair[1]) & 0xFFFF) - 2**31


#: Odd factors that tell the two kinds of openings from pairs anywhere.
OPENING, MAKERS_OPENING = 0x9E3779B1, 0x85EBCA6B


def pack_opening(pair: str, *, maker: bool = False) -> int:
    """The first two characters of a name as one number: one look into the index instead of three.

    With `maker`, of the name of somebody who makes things; theirs have one of START and the first
    character too. It may be some other pair's number as well: like bigrams, openings only narrow.
    """
    number = (pack_bigram(pair) + 2**31) * (MAKERS_OPENING if maker else OPENING)
    return (number & 0xFFFFFFFF) - 2**31


def bigrams(form: str) -> list[int]:
    """The packed pairs of neighbouring characters of a normal form, in order of appearance.

    The first pair is the start marker and the first character, the last one the last character and
    the end marker: so names that begin with a word, and the very name, come from the index too.
    """
    return _pairs(START + form + END) if form else []


def query_bigrams(form: str, *, begins: bool = False, ends: bool = False) -> list[int]:
    """The bigrams that every name containing the normal form `form` has.

    With `begins` and `ends`, those of the names that begin or end with it. One character is always
    looked for at the beginning; nothing ("") is everywhere. Bigrams only narrow: check that the
    name really contains `form`.
    """
    marked = f"{START if begins or len(form) == 1 else ''}{form}{END if ends else ''}"
    return _pairs(marked) if form else []


def _pairs(text: str) -> list[int]:
    return [pack_bigram(text[i : i + 2]) for i in range(len(text) - 1)]
