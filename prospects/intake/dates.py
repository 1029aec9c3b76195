"""Days, moments and years as Japanese, Korean and English people write them. Pure: no Django."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from .problems import Unfit

#: The first year of each era, counted as 1; the letters are those of forms (S60).
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_LETTERS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_SINGLE = {"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"}
_ERA = re.compile(rf"^({'|'.join(ERAS)}|[mtshr])\.?\s*(元|[0-9]{{1,2}})", re.IGNORECASE)
_WEEKDAY = re.compile(r"[(\[]?\s*(?:[月火水木金土日]曜日?|[월화수목금토일]요일)\s*[)\]]?")
_SHORT_WEEKDAY = re.compile(
    r"\(\s*[月火水木金土日월화수목금토일]\s*\)|\((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"([0-9]{4})\s*(?:年|년|[-/.])\s*([0-9]{1,2})\s*(?:月|월|[-/.])\s*([0-9]{1,2})\s*(?:日|일|\.)?"
)
#: Two digits are a year only where they can be no month and no year of Reiwa, or after an
#: apostrophe; not between slashes, where the day or the month may stand first.
_SHORT_YEAR = re.compile(
    r"(?:['’](?P<told>[0-9]{2})|(?P<bare>1[3-9]|[2-9][0-9]))\s*(?P<by>[-.]|년)"
    r"(?=\s*[0-9]{1,2}\s*(?:(?P=by)|월)\s*[0-9]{1,2}(?![0-9]))"
)
_PIVOT = 69  # from here on the years of the last century, as POSIX reads %y
_MONTH = re.compile(
    r"([0-9]{4})\s*(?:年|년|[-/.])\s*([0-9]{1,2})\s*(?:月|월|\.)?\s*(?:頃|ごろ|初め|초|부터)?"
)
_COMPACT = re.compile(r"(?:19|20)[0-9]{6}")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_FIRST = re.compile(
    r"([a-z]{3})[a-z]*\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3})[a-z]*\.?,?[ -]([0-9]{4})", re.IGNORECASE
)
_TIME = re.compile(
    r"^[T\s]*(午前|午後|오전|오후|am|pm)?\s*([0-9]{1,2})\s*(?:[:時시]\s*([0-9]{1,2})?\s*[分분]?)"
    r"(?::?\s*([0-9]{2})(?:\.[0-9]+)?\s*[秒초]?)?\s*(am|pm)?\s*$",
    re.IGNORECASE,
)
_AFTERNOON = ("午後", "오후", "pm")


def day(cell: str) -> str:
    """A day, in ISO form. A time of day behind it is passed over. Raises Unfit."""
    return _split(cell)[0].isoformat()


def first_day(cell: str) -> str:
    """A day, or the first one of a month that stands alone (`2027年4月`). Raises Unfit."""
    if found := _MONTH.fullmatch(_plain(cell)):
        return day(f"{found[1]}-{found[2]}-1")
    return day(cell)


def moment(cell: str) -> str:
    """A day with its time, in ISO form without a zone; a day alone stays a day."""
    found, rest = _split(cell)
    if not rest:
        return found.isoformat()
    time = _time(rest, cell)
    return dt.datetime.combine(found, time).isoformat(timespec="minutes")


def year(cell: str, *, least: int = 1500, most: int = 2100) -> int:
    """A year: `1985`, `1985年4月`, `昭和60年`, `S60`, or the year of a whole date. Raises Unfit."""
    plain = _plain(cell)
    found = re.match(r"([0-9]{4})(?![0-9])|((?:19|20)[0-9]{2})[0-9]{4}$", plain)
    if not found:
        raise Unfit("year", value=cell[:40])
    value = int(found[1] or found[2])
    if not least <= value <= most:
        raise Unfit("range", least=least, most=most)
    return value


def _plain(cell: str) -> str:
    """NFKC, with the year in four digits of our count: 令和8年11月22日 → 2026年11月22日."""
    text = cell
    for sign, name in _SINGLE.items():
        text = text.replace(sign, name)
    text = unicodedata.normalize("NFKC", text).strip()
    found = _ERA.match(text)
    if found:
        name = _LETTERS.get(found[1].lower(), found[1])
        count = 1 if found[2] == "元" else int(found[2])
        return f"{ERAS[name] + count - 1}{text[found.end() :]}"
    if found := _SHORT_YEAR.match(text):
        short = int(found["told"] or found["bare"])
        return f"{short + (1900 if short >= _PIVOT else 2000)}{text[found.start('by') :]}"
    return text


def _split(cell: str) -> tuple[dt.date, str]:
    """The day and what stands behind it."""
    text = _SHORT_WEEKDAY.sub(" ", _WEEKDAY.sub(" ", _plain(cell))).strip()
    if found := _DAY.match(text):
        parts = found[1], found[2], found[3]
    elif found := _COMPACT.match(text):
        parts = text[:4], text[4:6], text[6:8]
    elif (found := _MONTH_FIRST.match(text)) and found[1].lower() in _MONTHS:
        parts = found[3], str(_MONTHS.index(found[1].lower()) + 1), found[2]
    elif (found := _DAY_FIRST.match(text)) and found[2].lower() in _MONTHS:
        parts = found[3], str(_MONTHS.index(found[2].lower()) + 1), found[1]
    else:
        raise Unfit("day", value=cell[:40])
    try:
        date = dt.date(*(int(part) for part in parts))
    except ValueError:
        raise Unfit("no_such_day", value=cell[:40]) from None
    if not 1800 <= date.year <= 2200:
        raise Unfit("day", value=cell[:40])
    rest = text[found.end() :].strip()
    if rest and not _TIME.match(rest):
        raise Unfit("day", value=cell[:40])
    return date, rest


def _time(rest: str, cell: str) -> dt.time:
    found = _TIME.match(rest)
    if found is None:
        raise Unfit("day", value=cell[:40])
    half = (found[1] or found[5] or "").lower()
    hour, minute = int(found[2]), int(found[3] or 0)
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise Unfit("no_such_time", value=cell[:40]) from None
