"""Measures of parts as lists write them: tolerances, sizes, volumes. Pure: no Django.

A cell's own unit counts; a bare number has the unit that its heading gives, then the usual one.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from .problems import Unfit
from .values import Reader, number, scale_of

#: 100 m, or ± 100 mm: as `prospects.models.measure`, which bounds what is stored.
MOST = 100_000
_TO_MM = {
    "mm": Decimal(1), "ミリ": Decimal(1), "밀리": Decimal(1), "밀리미터": Decimal(1),
    "cm": Decimal(10), "センチ": Decimal(10), "센티": Decimal(10), "센티미터": Decimal(10),
    "m": Decimal(1000), "メートル": Decimal(1000), "미터": Decimal(1000),
    "µm": Decimal("0.001"), "um": Decimal("0.001"), "ミクロン": Decimal("0.001"),
    "마이크로미터": Decimal("0.001"), "미크론": Decimal("0.001"), "마이크론": Decimal("0.001"),
    "micron": Decimal("0.001"), "microns": Decimal("0.001"),
    "nm": Decimal("0.000001"),
    "inch": Decimal("25.4"), "in": Decimal("25.4"), "인치": Decimal("25.4"),
    "インチ": Decimal("25.4"), '"': Decimal("25.4"),
}  # fmt: skip
_UNITS = "|".join(sorted(map(re.escape, _TO_MM), key=len, reverse=True))
_LENGTH = re.compile(
    rf"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:/([1-9][0-9]*))?\s*({_UNITS})?", re.IGNORECASE
)
#: What people write around a length and that says nothing of it: ±, Ø, "or less", "at most".
_AROUND = re.compile(
    r"±|\+/-|\+-|[φΦØø⌀∅]|径|직경|지름|外径|최대|最大|max\.?|약|約|程度|정도|以下|以内|以上|이하|이내|까지|"
    r"공차|公差|精度|정밀도|[wdhl長縦横高]\s*[:=]?(?=\s*[0-9])|≤|<=|<|~\s*(?=[0-9]+\s*$)",
    re.IGNORECASE,
)
_HEADING_UNIT = re.compile(
    rf"[(\[（【:：/,]\s*(?:±\s*)?(?:単位|단위|unit)?\s*[:：]?\s*(?:±\s*)?({_UNITS})\s*[)\]）】]?\s*$",
    re.IGNORECASE,
)


def unit_in(heading: str) -> str:
    """The unit of length that a heading gives at its end: `mm` for `公差(mm)`; else ""."""
    found = _HEADING_UNIT.search(_plain(heading))
    return found[1] if found else ""


def tolerance(heading: str) -> Reader:
    """A tolerance in micrometres: `±0.01mm`, `10µm`, `1/100 mm`, or a bare number of micrometres.

    A bare number below 1 could be either: it is refused unless the heading says the unit.
    """
    unit = unit_in(heading)

    def read(cell: str) -> float:
        lengths = _lengths(cell, unit)
        if len({value for value, _said in lengths}) != 1:
            raise Unfit("one_tolerance", value=cell[:40])
        value, said = lengths[0]
        if not said and value < 1:
            raise Unfit("unit_missing", value=cell[:40])
        return _measure(value * (1000 if said else 1))

    return read


def size(heading: str) -> Reader:
    """The largest side in millimetres: `500`, `0.5 m`, `300×200×100mm`, `φ80`."""
    unit = unit_in(heading)

    def read(cell: str) -> float:
        lengths = _lengths(cell, unit or "mm")
        # 300×200×100mm: the unit behind the last side is that of all.
        return _measure(max(value for value, _said in lengths))

    return read


def _measure(value: Decimal) -> float:
    if not 0 < value <= MOST:
        raise Unfit("above_zero", most=MOST)
    return float(value)


def _lengths(cell: str, unit: str) -> list[tuple[Decimal, bool]]:
    """The lengths of a cell, in millimetres where a unit was said, and whether one was."""
    text = _AROUND.sub(" ", _plain(cell)).replace(",", "")
    found: list[tuple[Decimal, str]] = []
    place = 0
    for each in _LENGTH.finditer(text):
        between = text[place : each.start()].strip()
        if between and not (found and re.fullmatch(r"[×x*✕~–-]", between, re.IGNORECASE)):
            raise Unfit("length", value=cell[:40])
        found.append((Decimal(each[1]) / Decimal(each[2] or 1), (each[3] or "").lower()))
        place = each.end()
    if not found or text[place:].strip(" ."):
        raise Unfit("length", value=cell[:40])
    common = found[-1][1] or unit.lower()
    return [(value * _TO_MM.get(said or common, 1), bool(said or common)) for value, said in found]


def _plain(text: str) -> str:
    """NFKC, with one sign for micro."""
    return unicodedata.normalize("NFKC", text).replace("μ", "µ").strip()


# --- Volumes --------------------------------------------------------------------------------------

_COUNTED = r"(?:個|个|コ|ヶ|개|本|点|枚|台|대|ea|セット|세트|pcs\.?|pieces|units?)"
_YEARLY = re.compile(
    r"年間|年産|年当たり|연간|연산|연(?=\s*[0-9약])|[/／]\s*(?:年|년|yr|year)|(?:per|a)\s+year|annual(?:ly)?",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    r"月間|月産|毎月|월간|월산|매월|월\s*평균|월(?=\s*[0-9약])|月(?=\s*[0-9約])|"
    r"[/／]\s*(?:月|か月|ヶ月|월|개월|mo(?:nth)?)|(?:per|a)\s+month|monthly",
    re.IGNORECASE,
)
_DAILY = re.compile(r"日産|일산|[/／]\s*(?:日|일|day)|per\s+day|daily", re.IGNORECASE)


def volume(heading: str) -> Reader:
    """Pieces a month: `2만개/월`, `月産5千個`, a twelfth of `年間24万個`. Whole pieces.

    The heading may give the unit (`월 물량(만개)`) and say that numbers are a year's.
    """
    scale = scale_of(heading)
    yearly = bool(_YEARLY.search(_plain(heading)))

    def read(cell: str) -> int:
        text = unicodedata.normalize("NFKC", cell)
        if _DAILY.search(text):
            raise Unfit("per_month", value=cell[:40])
        by_year = bool(_YEARLY.search(text)) or (yearly and not _MONTHLY.search(text))
        bare = _MONTHLY.sub(" ", _YEARLY.sub(" ", text)).strip()
        bare, counted = re.subn(rf"\s*{_COUNTED}\s*$", "", bare, flags=re.IGNORECASE)
        own = counted or re.search(r"[万萬만億억千천百백]", bare)
        pieces = number(bare, scale=1 if own else scale)
        if by_year:
            pieces = max(min(pieces, Decimal(1)), (pieces / 12).to_integral_value(ROUND_HALF_UP))
        if pieces != pieces.to_integral_value():
            raise Unfit("whole", value=cell[:40])
        if not 1 <= pieces <= 2_147_483_647:
            raise Unfit("range", least=1, most=2_147_483_647)
        return int(pieces)

    return read
