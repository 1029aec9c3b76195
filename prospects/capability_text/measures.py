"""Tolerances, sizes and volumes in a text: numbers with their units and the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .findings import Kind

Found = tuple[Kind, float, int, int, float]  # kind, value, first, last, sure

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|0,\d+|\d+(?:\.\d+)?|\.\d+"
_FINE = (
    r"μm|um(?![a-z])|μ(?![a-z])|ミクロン|マイクロメートル|마이크로미터|마이크로|미크론|마이크론"
    r"|microns?"
)
_MM = r"mm(?![a-z0-9])|ミリメートル|ミリ|밀리미터|밀리"
_LARGE = (
    r"cm(?![a-z0-9])|センチメートル|センチ|센티미터|센티|m(?![a-z0-9/·²³])|メートル|미터"
    r"|inch(?:es)?(?![a-z])"
)
# "in" is a word of its own: it is inches only at the end of what is said, or with its point.
_INCH = r"inch(?:es)?(?![a-z])|in\.(?![a-z])|in(?=\s*(?:[,;)/\n]|$))|[\"″]"
_SCALE_UM = {
    "mm": 1e3,
    "ミリ": 1e3,
    "밀리": 1e3,
    "in": 25_400,
    '"': 25_400,
    "″": 25_400,
    "nm": 1e-3,
}
_SCALE_MM = {"cm": 10, "セン": 10, "센티": 10, "in": 25.4, "m": 1e3, "メー": 1e3, "미터": 1e3}
_TO = r"\s*[~〜–—-]\s*"

_PLUS_MINUS = re.compile(
    rf"(?:±|\+\s*/\s*[-−]|\+-|プラスマイナス|플러스\s*마이너스)\s*(?P<n>{_NUM})"
    rf"(?:{_TO}±?(?:{_NUM}))?(?!\d|\.\d|\s*/\s*\d)\s*(?P<u>{_FINE}|{_MM}|nm|{_INCH})?(?P<after>\s*[%°℃度]|\s*deg|\s*도(?!\w))?"
)
_LOPSIDED = re.compile(
    rf"\+\s*(?P<n>{_NUM})\s*(?:mm)?\s*/\s*[-−]\s*(?P<m>{_NUM})\s*(?P<u>{_FINE}|{_MM})?"
)
_STATED = re.compile(
    r"(?:公差|精度|공차|정밀도|tolerances?|accuracy|precision)[^0-9±+/\n。;、,]{0,12}?"
    rf"(?P<n>{_NUM})\s*(?P<u>{_FINE}|{_MM})"
)
_WITHIN = re.compile(rf"within\s+(?P<n>{_NUM})\s*(?P<u>{_FINE})")
# Shops in Japan and Korea count tolerances in hundredths and thousandths of a millimetre, as dial
# gauges are divided (JIS B 7503): 5/1000 and 1000分の5 are 0.005 mm. Without mm, ± or a word for
# tolerance, 5/1000 may be anything. With decimals (0.02/100 mm) it is a straightness over a length.
_SAID = r"(?:公差|精度|공차|정밀도|tolerances?|accuracy|precision)"
_PART_OF_MM = (
    r"(?<![\d./])(?P<n>[1-9]\d?)\s*(?:[~〜–-]\s*\d{1,2}\s*)?"
    r"/\s*(?P<of>10,?000|1,?000|100|10)(?![\d./])"
)
_FRACTIONS = (
    re.compile(rf"(?:±\s*)?{_PART_OF_MM}\s*(?:mm(?![a-z0-9²³/])|ミリ|밀리)(?!\s*/)"),
    re.compile(rf"±\s*{_PART_OF_MM}(?!\s*(?:{_FINE}|inch|cm|[%°℃度]))"),
    re.compile(rf"{_SAID}[^0-9±+/\n。;、,]{{0,8}}?{_PART_OF_MM}(?!\s*(?:{_FINE}|inch|cm|[%°℃度]))"),
    re.compile(rf"{_PART_OF_MM}(?=\s*(?:台|以下|以内|이하|이내)?\s*の?\s*{_SAID})"),
    re.compile(
        r"(?<![\d.,])(?P<of>10,?000|1,?000|100|10|万|千|百|만|천|백)\s*(?:分の|분의)\s*"
        r"(?P<n>\d{1,2}(?![\d.])|[一二三四五六七八九]|일(?!\w)|이(?!\w)|삼(?!\w)|오(?!\w))\s*"
        r"(?:mm|ミリ|밀리)?"
    ),
)
_IN_DIGITS = {
    **{letter: number for number, letter in enumerate("一二三四五六七八九", 1)},
    "일": 1, "이": 2, "삼": 3, "오": 5,
    "万": 10_000, "만": 10_000, "千": 1000, "천": 1000, "百": 100, "백": 100,
}  # fmt: skip
_POWER = re.compile(  # NFKC writes the raised minus of 10⁻³ as the sign U+2212
    r"(?:(?<![\d.])(?P<n>\d(?:\.\d+)?)\s*[×x*]\s*)?(?<![\d.])10(?:\^\s*[-−]|−)(?P<e>[1-6])\s*"
    r"(?P<u>mm|m)(?![a-z0-9²³/])"
)
_NOT_A_TOLERANCE = re.compile(
    r"(?:膜厚|皮膜|めっき厚|メッキ厚|粗さ|粗度|(?<![a-z])r[az](?![a-z])|거칠기|조도|도금\s*두께|두께|厚さ|厚み|thickness|roughness"
    r"|温度|온도|真円度|진원도|roundness|平面度|평면도|flatness|穴径|直角度|직각도|squareness"
    r"|平行度|평행도|parallelism|真直度|진직도|straightness|テーパ|테이퍼|taper|勾配|구배|gradient"
    r"|縮尺|축척|scale|不良|불량|defects?|歩留|수율)[^0-9\n。]{0,8}$"
)

_DIM = (
    rf"(?:(?:[φø⌀]\s*)?(?:{_NUM})\s*(?:{_MM}|{_LARGE})?\s*[~〜–—]\s*)?"
    rf"(?P<phi>[φø⌀])?\s*(?P<n>{_NUM})\s*(?P<v>{_MM}|{_LARGE})?"
    rf"(?P<by>(?:\s*[x×*]\s*(?:{_NUM})\s*(?:{_MM}|{_LARGE})?){{0,2}})"
)
_SIZE = re.compile(
    rf"(?P<cue>(?:最大|最長|max(?:imum)?\.?|up to|as large as|최대|최장)[^0-9φ。\n;、]{{0,14}}?)?"
    rf"(?P<word>(?:サイズ|寸法|크기|사이즈|size|length|길이|長さ|全長|직경|외경|지름|直径|外径|径|diameter)"
    rf"[^0-9φ。\n;、]{{0,6}}?)?(?P<tilde>[~〜]\s*)?{_DIM}"
    rf"(?P<after>\s*(?:以下|まで|以内|이하|까지|角|각|in diameter|diameter|long|wide))?"
)
_NOT_A_SIZE = re.compile(
    r"(?:板厚|厚さ|厚み|두께|판두께|thickness|thick|線径|선경|wire diameter|膜厚|公差|공차"
    r"|精度|정밀도|tolerance|ピッチ|피치|±|/|ストローク|stroke|粗さ|ra|穴径|内径)[^\n。;、]{0,10}$"
)
_THICK = re.compile(r"\s*(?:厚|t(?![a-z])|thick)")
_PARTS = re.compile(rf"(?P<n>{_NUM})\s*(?P<u>{_MM}|{_LARGE})?")

_MANY = {
    "百万": 1e6, "million": 1e6, "億": 1e8, "억": 1e8, "万": 1e4, "만": 1e4, "千": 1e3, "천": 1e3,
    "thousand": 1e3, "k": 1e3, "": 1,
}  # fmt: skip
_PIECES = (
    r"(?:個|ケ|ヶ|本|枚|台|点|セット|ピース|開|pcs|pieces|pc|parts|units|ea|개|본|매|장|대|세트)"
)
_HOW_MANY = (
    rf"(?P<n>{_NUM})\s*(?P<k>百万|万|千|億|만|천|억|million|thousand|k)?\s*(?P<pieces>{_PIECES})?"
)
_PER_MONTH = re.compile(
    r"(?P<when>(?<![0-9])\s?(?:月産|月間|月|월산|월간|월|monthly|年産|年間|연산|연간|annual(?:ly)?))\s*"
    r"(?:生産(?:能力|量)?|생산(?:능력|량)?|capacity|volume|output|capa|of|[:：約약最大최대 ])*\s*"
    + _HOW_MANY
)
_A_MONTH = re.compile(
    _HOW_MANY + r"\s*(?:per|a|/|each)\s*(?P<when>month|year|annum|月|년|年|월)(?![a-z])"
)


def measures(text: str) -> Iterator[Found]:
    """The numbers of a normal text that say how precisely, how large and how much."""
    yield from _tolerances(text)
    yield from _sizes(text)
    yield from _volumes(text)


def _number(text: str) -> float:
    if text.startswith("0,"):
        text = text.replace(",", ".")
    return float(text.replace(",", ""))


def _micrometres(number: str, unit: str) -> float:
    factor = next((value for head, value in _SCALE_UM.items() if unit.startswith(head)), 1.0)
    return round(_number(number) * factor, 6)


def _tolerances(text: str) -> Iterator[Found]:
    taken: list[range] = []

    def new(match: re.Match[str]) -> bool:
        before = text[max(0, match.start() - 16) : match.start()]
        if _NOT_A_TOLERANCE.search(before) or any(match.start("n") in each for each in taken):
            return False
        taken.append(range(match.start(), match.end()))
        return True

    yield from _fractions(text, new)
    for match in _LOPSIDED.finditer(text):
        if new(match):
            unit = match["u"] or "mm"
            band = _micrometres(match["n"], unit) + _micrometres(match["m"], unit)
            yield from _tolerance(band / 2, match, 0.7)
    for match in _PLUS_MINUS.finditer(text):
        unit = match["u"]
        if match["after"] or (not unit and _number(match["n"]) >= 1) or not new(match):
            continue
        end = match.end("u") if unit else match.end("n")
        yield from _tolerance(
            _micrometres(match["n"], unit or "mm"), match, 1 if unit else 0.7, end
        )
    for pattern in (_STATED, _WITHIN):
        for match in pattern.finditer(text):
            if new(match):
                yield from _tolerance(_micrometres(match["n"], match["u"]), match, 0.8)


def _fractions(text: str, new: Callable[[re.Match[str]], bool]) -> Iterator[Found]:
    """Tolerances written as parts of a millimetre, of matches that are `new`."""
    for pattern in _FRACTIONS:
        for match in pattern.finditer(text):
            part, of = (_counted(match[name]) for name in ("n", "of"))
            if part < of and new(match):
                first = match.start("n") if pattern in _FRACTIONS[2:4] else match.start()
                for kind, value, _first, last, sure in _tolerance(1000 * part / of, match, 0.8):
                    yield kind, value, first, last, sure
    for match in _POWER.finditer(text):
        if new(match):
            scale = 1000 if match["u"] == "mm" else 1_000_000
            value = float(match["n"] or 1) * scale / 10 ** int(match["e"])
            yield from _tolerance(round(value, 6), match, 0.8)


def _counted(text: str) -> int:
    return _IN_DIGITS.get(text) or int(text.replace(",", ""))


def _tolerance(
    value: float, match: re.Match[str], sure: float, end: int | None = None
) -> Iterator[Found]:
    if 0.001 <= value <= 5000:
        yield Kind.TOLERANCE, value, match.start(), end or match.end(), sure


def _millimetres(number: str, unit: str) -> float:
    return round(_number(number) * _SCALE_MM.get(unit[:2], 1.0), 4)


def _sizes(text: str) -> Iterator[Found]:
    for match in _SIZE.finditer(text):
        unit = match["v"] or ""
        sides = [(side["n"], side["u"] or "") for side in _PARTS.finditer(match["n"] + unit)]
        sides += [(side["n"], side["u"] or "") for side in _PARTS.finditer(match["by"] or "")]
        last = next((u for _, u in reversed(sides) if u), "")
        if not (last or match["phi"]):
            continue
        ranged = any(sign in match.group(0) for sign in "~〜")
        said = match["cue"] or match["after"] or ranged
        if not (said or match["word"] or match["phi"] or match["by"]):
            continue
        before = text[max(0, match.start() - 14) : match.start("n")]
        if _NOT_A_SIZE.search(before) or re.match(
            r"\s*(?:厚|t(?![a-z])|thick)", text[match.end() :]
        ):
            continue
        value = max(_millimetres(number, unit or last or "mm") for number, unit in sides)
        if 1 <= value <= 100_000:
            sure = 1.0 if match["cue"] or match["after"] or ranged else 0.7
            start = match.start() + len(match.group(0)) - len(match.group(0).lstrip())
            yield Kind.SIZE, value, start, match.end(), sure


def _volumes(text: str) -> Iterator[Found]:
    taken: list[range] = []
    for pattern in (_A_MONTH, _PER_MONTH):
        for match in pattern.finditer(text):
            if any(match.start("n") in each for each in taken):
                continue
            if pattern is _PER_MONTH and not match["pieces"] and not match["k"]:
                continue  # the month of a date
            taken.append(range(match.start(), match.end()))
            yearly = re.search(r"年|연|년|annual|year|annum", match["when"])
            value = _number(match["n"]) * _MANY[match["k"] or ""] / (12 if yearly else 1)
            start = match.start() + len(match.group(0)) - len(match.group(0).lstrip())
            if 1 <= value <= 2_147_483_647:
                yield Kind.VOLUME, int(value), start, match.end(), 1.0
