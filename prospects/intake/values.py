"""Cells as people write them → values as they are stored. Pure: no Django.

Each reader takes the text of one filled cell and gives what JSON can hold, or raises `Unfit`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from prospects.classifications import KSIC_DIVISIONS, codes
from prospects.names import normal_form, parse_corporate_number, to_katakana

from .problems import Unfit

Reader = Callable[[str], Any]

#: What Excel leaves in a cell whose formula failed.
_FORMULA_ERROR = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
#: A character that no encoding explained, put there by `decoding`.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
#: How people write that there is nothing.
_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "―", "ー", "−", "n/a", "na", "なし", "無し", "不明", "없음", "미상"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def tidy(text: str) -> str:
    """The cell without the spaces around it, without characters that no text has."""
    return _CONTROL.sub("", text).strip().strip("\u3000\ufeff")


def says_nothing(text: str) -> bool:
    """Whether the cell is empty, or says in words that it is."""
    return len(text) < 4 and text.lower() in _NOTHING


def check_readable(text: str) -> None:
    """Raise Unfit for a cell that holds a failed formula or undecodable characters."""
    if _FORMULA_ERROR.fullmatch(text):
        raise Unfit("formula", value=text)
    if UNREADABLE in text:
        raise Unfit("undecodable")


# --- Texts ----------------------------------------------------------------------------------------


def text(longest: int) -> Reader:
    """One line of at most so many characters."""

    def read(cell: str) -> str:
        line = " ".join(cell.split()) if "\n" in cell or "\r" in cell or "\t" in cell else cell
        if len(line) > longest:
            raise Unfit("too_long", longest=longest, length=len(line))
        return line

    return read


def long_text(cell: str) -> str:
    """Any number of lines."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def kana(longest: int) -> Reader:
    """A reading, in full-width katakana whatever it was typed in."""
    line = text(longest)

    def read(cell: str) -> str:
        return str(line(to_katakana(cell)))

    return read


_EMAIL = re.compile(
    r"[^@\s<>(),;:\"]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE
)


def email(cell: str) -> str:
    address = unicodedata.normalize("NFKC", cell).removeprefix("mailto:").strip()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Unfit("email", value=cell[:80])
    return address


def website(cell: str) -> str:
    """An http address; `https://` is put in front of a bare host name."""
    url = unicodedata.normalize("NFKC", cell).strip()
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in host or " " in url or len(url) > 200:
        raise Unfit("website", value=cell[:80])
    return url


_PHONE = re.compile(
    r"\+?[0-9][0-9()./ \-]{4,30}(?: ?(?:ext|x|内線|내선)\.? ?[0-9]+)?", re.IGNORECASE
)
_DASHES = str.maketrans("‐‑‒–—―−ー－", "---------")


def phone(cell: str) -> str:
    """A telephone number in ASCII; the hyphens stay as they were typed."""
    number = unicodedata.normalize("NFKC", cell).translate(_DASHES)
    number = re.sub(r"^(?:tel|電話|전화)[:. ]*", "", number, flags=re.IGNORECASE).strip()
    number = re.sub(r"^\(", "", number).replace(")", "-") if number.startswith("(") else number
    if not _PHONE.fullmatch(number) or len(number) > 40:
        raise Unfit("phone", value=cell[:80])
    return number


# --- Codes ----------------------------------------------------------------------------------------


def corporate_number(cell: str) -> str:
    """Thirteen digits with a correct check digit; Excel's 1.23457E+12 has lost its digits."""
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", cell):
        raise Unfit("lost_digits", value=cell)
    try:
        return parse_corporate_number(cell)
    except ValueError:
        raise Unfit("corporate_number", value=cell[:40]) from None


def _digits(cell: str) -> str:
    return re.sub(r"[\s\-‐‑‒–—―−ー－〒]", "", unicodedata.normalize("NFKC", cell))


def postcode(cell: str) -> str:
    """Seven digits. A spreadsheet that took it for a number has dropped a leading zero."""
    digits = _digits(cell)
    if not re.fullmatch(r"[0-9]{6,7}", digits):
        raise Unfit("postcode", value=cell[:40])
    return digits.zfill(7)


def municipality(cell: str) -> str:
    """JIS X 0402: five digits; of six the last is a check digit (JIS X 0402, annex)."""
    digits = _digits(cell)
    if not re.fullmatch(r"[0-9]{4,6}", digits):
        raise Unfit("municipality", value=cell[:40])
    if len(digits) == 4:
        return digits.zfill(5)
    if len(digits) == 6 and digits[5] != _municipality_check(digits[:5]):
        padded = digits.zfill(6)
        raise Unfit("municipality", value=padded)
    return digits[:5]


def _municipality_check(five: str) -> str:
    """11 − (Σ digit × weight mod 11), weights 6 to 2, its last digit."""
    total = sum(int(d) * w for d, w in zip(five, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10) if total >= 11 else str(11 - total)[-1]


def code(pattern: str, rule: str) -> Reader:
    """A code of the given pattern; classifications write it with hyphens or a letter in front."""
    compiled = re.compile(pattern)

    def read(cell: str) -> str:
        digits = _digits(cell).upper().split(".")[0]
        found = compiled.match(digits)
        if found is None:
            raise Unfit(rule, value=cell[:40])
        return found[1]

    return read


_KSIC = re.compile(r"(?P<section>[A-U])?(?P<digits>[0-9]{2,5})?(?![0-9A-Z])")


def ksic(cell: str) -> str:
    """A section's letter, or two to five digits of a division that there is; C26410 is 26410.

    Of the classes below divisions no whole list is at hand: a firm may be of any.
    """
    found = _KSIC.match(_digits(cell).upper())
    if found is None or not found[0]:
        raise Unfit("ksic", value=cell[:40])
    section, digits = found["section"], found["digits"]
    if digits is None:
        return str(section)
    belongs = codes(KSIC_DIVISIONS).get(digits[:2])
    if belongs is None:
        raise Unfit("ksic_division", value=cell[:40], division=digits[:2])
    if section not in (None, belongs):
        raise Unfit("ksic_section", value=cell[:40], division=digits[:2], section=belongs)
    return str(digits)


def uuid_text(cell: str) -> str:
    """A key as our own exports write it."""
    found = re.fullmatch(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", cell.strip().lower())
    if found is None:
        raise Unfit("key", value=cell[:40])
    digits = cell.strip().lower().replace("-", "")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


# --- Numbers --------------------------------------------------------------------------------------

_BIG = {"兆": 10**12, "조": 10**12, "億": 10**8, "억": 10**8, "万": 10**4, "萬": 10**4, "만": 10**4}
_SMALL = {"千": 1000, "천": 1000, "百": 100, "백": 100}
_LATIN = {"trillion": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "mn": 10**6,
          "thousand": 1000, "k": 1000, "m": 10**6}  # fmt: skip
_ABOUT = re.compile(r"^(?:約|约|およそ|약|대략|approx\.?|about|ca\.?|~|≒|≈|±)\s*", re.IGNORECASE)
_MONEY_SIGN = re.compile(r"^(?:[¥￥₩$]|jpy|krw|usd|円|엔|원)\s*|\s*(?:jpy|krw|usd)$", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*(?:円|圓|엔|원|人|名|명|인|社|사|個|개|本|点|枚|個/月|개/월|か月|ヶ月|カ月|ケ月|개월|months?"
    r"|年|년|期|기|μm|µm|um|ミクロン|마이크로미터|미크론|mm|ミリ|밀리|%|パーセント|퍼센트"
    r"|employees|people|persons|pcs\.?(?:/month)?|yen|won)$",
    re.IGNORECASE,
)
_YEN_OR_WON = re.compile(r"[円圓엔원¥￥₩]|yen|won|jpy|krw", re.IGNORECASE)
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)?\s*([千천百백]*)\s*([兆조億억万萬만])?")
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")
# One kind of separator throughout, and never after a leading zero: 0,125 may be a decimal comma.
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}([, 、])[0-9]{3}(?:\1[0-9]{3})*(?![0-9]|,[0-9])")
_BESIDE_UNIT = re.compile(r"(?<=[兆조億억万萬만千천百백])\s+|\s+(?=[兆조億억万萬만千천百백])")
_AFTER_NOTE = re.compile(r"\s*[(\[（【].*[)\]）】]$")


def number(cell: str, *, scale: int = 1) -> Decimal:
    """A number written with separators, 万/억 units, or a word for what is counted.

    `1億2,000万円`, `3천만원`, `약 48명`, `１，２３４`, `12.5 million`. `scale` is the unit that the
    heading gives ("(百万円)"); a cell that names its own unit is taken at its word. Raises Unfit.
    """
    bare = _ungrouped(_AFTER_NOTE.sub("", unicodedata.normalize("NFKC", cell).strip()))
    if scale > 1 and _YEN_OR_WON.search(bare):
        scale = 1
    for _ in range(3):
        bare = _UNIT.sub("", _MONEY_SIGN.sub("", _ABOUT.sub("", bare))).strip()
    if _PLAIN.fullmatch(bare) and len(bare) < 40:
        return Decimal(bare) * scale
    found = re.fullmatch(rf"([0-9.]+)\s*({'|'.join(_LATIN)})", bare, re.IGNORECASE)
    if found and _PLAIN.fullmatch(found[1]):
        return Decimal(found[1]) * _LATIN[found[2].lower()]
    return _with_units(bare.replace(" ", ""), cell)


def bare_number(text: str) -> Decimal:
    """A number that stands alone, without a word for what is counted: `1,200`, `３億2,000万`, `△5`.

    For a field whose label says the unit. Raises Unfit.
    """
    bare = _ungrouped(unicodedata.normalize("NFKC", text).strip())
    if len(bare) < 40 and re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", bare):
        return Decimal(bare)
    return _with_units(_BESIDE_UNIT.sub("", bare), text)


def _ungrouped(text: str) -> str:
    """NFKC text without thousands separators, with one sign for minus."""
    for sign in "−△▲":
        text = text.replace(sign, "-")
    return _GROUPED.sub(lambda found: found[0].replace(found[1], ""), text)


def _with_units(bare: str, cell: str) -> Decimal:
    """`3億2千万`: parts of falling size, each a number times its unit."""
    total, place, last = Decimal(0), 0, 10**16
    while place < len(bare):
        found = _PART.match(bare, place)
        if found is None or found.end() == place or found.end() - place > 30:
            raise Unfit("number", value=cell[:40])
        digits, small, big = found.groups()
        size = _BIG[big] if big else 1
        for word in small:
            size *= _SMALL[word]
        if size >= last or not (digits or small):
            raise Unfit("number", value=cell[:40])
        total += Decimal(digits or 1) * size
        last, place = _BIG[big] if big else min(size, 10**3), found.end()
    if not bare:
        raise Unfit("number", value=cell[:40])
    return total


def whole(least: int, most: int, *, scale: int = 1) -> Reader:
    """A whole number between two bounds."""

    def read(cell: str) -> int:
        value = number(cell, scale=scale)
        if value != value.to_integral_value():
            if scale == 1:
                raise Unfit("whole", value=cell[:40])
            value = value.to_integral_value(ROUND_HALF_UP)
        _check_range(value, least, most)
        return int(value)

    return read


def decimal(least: float, most: float) -> Reader:
    """A number with a fraction, above the lower bound where that is 0."""

    def read(cell: str) -> float:
        value = number(cell)
        _check_range(value, least, most)
        return float(value)

    return read


def _check_range(value: Decimal, least: float, most: float) -> None:
    if not Decimal(str(least)) <= value <= Decimal(str(most)):
        raise Unfit("range", least=least, most=most)


# The longer words first: 百万円 before 万円. A 千 or 백 alone is no unit but a thousand of one.
_HEADING_UNITS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), scale)
    for pattern, scale in (
        (r"十億|10億|십억|billion|bn", 10**9),
        (r"億|억", 10**8),
        (r"千万|천만", 10**7),
        (r"百万|백만|million|mn", 10**6),
        (r"万|萬|만", 10**4),
        (r"千|천|thousand", 10**3),
    )
)
_IN_BRACKETS = re.compile(r"[(\[（【：:/・,]\s*(?:単位|단위|unit)?\s*[:：]?\s*([^)\]）】]+)")


def scale_of(heading: str) -> int:
    """The unit that a heading gives in brackets: 10,000 for `資本金（万円）`, else 1."""
    found = _IN_BRACKETS.search(unicodedata.normalize("NFKC", heading))
    if found is None:
        return 1
    return next((scale for pattern, scale in _HEADING_UNITS if pattern.search(found[1])), 1)


# --- Yes and no, choices, lists -------------------------------------------------------------------

# fmt: off
_YES = frozenset((
    "yes", "y", "true", "t", "1", "o", "○", "◯", "〇", "●", "◎", "✓", "✔", "v", "レ",
    "はい", "有", "有り", "あり", "該当", "예", "네", "유", "있음", "해당",
))
_NO = frozenset((
    "no", "n", "false", "f", "0", "x", "×", "✕", "✗",
    "いいえ", "無", "無し", "なし", "非該当", "아니오", "아니요", "무", "없음", "비해당",
))
# fmt: on


def yes_no(cell: str) -> bool:
    word = unicodedata.normalize("NFKC", cell).strip().lower()
    if word in _YES or cell.strip() in _YES:
        return True
    if word in _NO or cell.strip() in _NO:
        return False
    raise Unfit("yes_no", value=cell[:40])


def fold(word: str) -> str:
    """The form in which two spellings of a label are one: width, case, spaces and signs folded."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", word).lower())


def choice(spellings: Mapping[str, str], *, show: Mapping[str, str]) -> Reader:
    """One of the values, by any of its folded spellings; `show` names them by language."""

    def read(cell: str) -> str:
        found = spellings.get(fold(cell))
        if found is None:
            raise Unfit("choice", value=cell[:40], allowed=dict(show))
        return found

    return read


_BETWEEN = re.compile(r"[,;|\n、，；・/／·]+")


def several(reader: Reader) -> Reader:
    """A list in one cell, separated by commas, semicolons, line breaks, 、 or ・."""

    def read(cell: str) -> list[Any]:
        parts = [part.strip() for part in _BETWEEN.split(cell)]
        return [*dict.fromkeys(reader(part) for part in parts if part)]

    return read


# A comma before a legal form belongs to the name: "Hana Co., Ltd.".
_BETWEEN_NAMES = re.compile(
    r"[;|\n、；]+"
    r"|[,，](?!\s*(?:co|ltd|limited|inc|incorporated|llc|corp|corporation|gmbh|plc|k\.?k|s\.?a)\b)",
    re.IGNORECASE,
)


def names(longest: int) -> Reader:
    """Names of companies in one cell, each once: between them a semicolon, 、, a line break or a
    comma that no legal form follows."""
    line = text(longest)

    def read(cell: str) -> list[str]:
        found: dict[str, str] = {}
        for part in _BETWEEN_NAMES.split(cell):
            if name := part.strip():
                found.setdefault(normal_form(name), line(name))
        return [*found.values()]

    return read


employees = partial(whole, 0, 2_147_483_647)
