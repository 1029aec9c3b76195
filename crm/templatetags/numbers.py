"""Numbers as people read them: money with its currency, shares, scores, bars.

Bars are drawn as SVG because the content security policy allows no inline style.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal, format_decimal
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from crm.templatetags.dates import day

register = template.Library()

Number = int | float | Decimal

#: One sign a currency, the same in every interface language. (Babel's Korean writes yen as
#: "JP¥" and its Japanese as a full-width sign; neither lines up in a column.)
SIGNS = {"KRW": "₩", "JPY": "¥", "USD": "$", "EUR": "€"}
#: Decimal places of a full amount.
PLACES = {"KRW": 0, "JPY": 0}
NOTHING = mark_safe('<span class="none">–</span>')
#: Where a comma belongs: compact forms of 10,000 and more carry up to four digits.
GROUP = re.compile(r"(?<=\d)(?=\d{3}(?!\d))(?<!\.\d)")
MINUS = "\N{MINUS SIGN}"


@register.simple_tag
def money(amount: Number | None, currency: str = "KRW") -> SafeString:
    """`₩12억`, with the full figure as its title; a dash for no amount."""
    if amount is None or amount == "":
        return NOTHING
    return format_html(
        '<data class="money" value="{}" title="{}">{}</data>',
        amount,
        full_money(amount, currency),
        compact_money(amount, currency),
    )


def compact_money(amount: Number, currency: str) -> str:
    """`₩12.3억` in Korean, `₩12.3億` in Japanese, `₩1.2B` in English."""
    text = format_compact_decimal(_size(amount), locale=_locale(), fraction_digits=1)
    return f"{_minus(amount)}{_sign(currency)}{GROUP.sub(',', text)}"


def full_money(amount: Number, currency: str) -> str:
    """`₩1,234,567,890`: every digit, rounded to the currency's smallest unit."""
    places = PLACES.get(currency, 2)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return f"{_minus(amount)}{_sign(currency)}{format_decimal(_size(amount), pattern, _locale())}"


@register.filter
def number(value: Number | None, places: int = 0) -> str:
    """`12,345`, with up to `places` decimals; a dash for nothing."""
    if value is None or value == "":
        return "–"
    pattern = "#,##0" + ("." + "#" * places if places else "")
    return format_decimal(value, pattern, _locale()).replace("-", MINUS)


@register.filter
def between(low: Number | None, high: Number | None) -> str:
    """A range of which one end may be open: `0.5–3`, `≤ 300`, `≥ 5`; a dash for nothing."""
    if low is None and high is None:
        return NOTHING
    if low is None:
        return f"≤ {number(high, 2)}"
    if high is None:
        return f"≥ {number(low, 2)}"
    return number(low, 2) if low == high else f"{number(low, 2)}–{number(high, 2)}"


@register.filter
def fixed(value: Number | None, places: int = 1) -> str:
    """`85.0`: with all decimals, where figures stand below each other; a dash for nothing."""
    if value is None or value == "":
        return "–"
    return format_decimal(value, "#,##0." + "0" * places, _locale()).replace("-", MINUS)


@register.filter
def points(value: Number | None) -> str:
    """A score between 0 and 1, or a sum of such, out of 100 each: `84.9` → `8,490`; a dash for
    nothing."""
    if value is None or value == "":
        return "–"
    return number(round(float(value) * 100))


@register.filter
def percent(ratio: Number | None, places: int = 0) -> str:
    """A ratio as a share: `0.153` → `15%`; a dash for nothing."""
    if ratio is None or ratio == "":
        return "–"
    return f"{number(Decimal(str(ratio)) * 100, places)}%"


@register.filter
def change(ratio: Number | None, places: int = 0) -> str:
    """A ratio as a change, always with its sign: `-0.15` → `−15%`, `0.03` → `+3%`."""
    if ratio is None or ratio == "":
        return "–"
    text = percent(ratio, places)
    return f"+{text}" if ratio > 0 else text


@register.filter
def signed(value: Number | None, places: int = 1) -> str:
    """A number with its sign and all places: `-2` → `−2.00` with two; a dash for nothing."""
    if value is None or value == "":
        return "–"
    pattern = "#,##0." + "0" * places
    text = format_decimal(_size(value), pattern, _locale())
    return f"{_minus(value) or '+'}{text}" if value else text


@register.simple_tag
def figure(value: Any, unit: str = "") -> str | SafeString:
    """A value in its unit: "" a number, "%", "±%", a currency, or a date's unit."""
    if unit in ("%", "±%"):
        return change(value, 1) if unit == "±%" else percent(value, 1)
    if unit in ("date", "week"):
        return day(dt.date.fromisoformat(value), words=False)
    if unit == "month":
        return format_skeleton("yMMM", dt.date.fromisoformat(value), locale=_locale())
    if unit == "year" or isinstance(value, str):
        return str(value)
    return money(value, unit) if unit else number(value, 1)


@register.filter
def capped(count: int | None, cap: int = 1000) -> str:
    """A count that a list stopped at: `1,000+` from the cap on."""
    if count is None:
        return "–"
    return f"{number(cap)}+" if count >= cap else number(count)


@register.simple_tag
def score(value: Number | None) -> SafeString:
    """A score between 0 and 1 as a short bar and a number out of 100."""
    if value is None or value == "":
        return NOTHING
    points = round(min(max(float(value), 0.0), 1.0) * 100)
    return format_html(
        '<span class="score"><svg class="score-bar" viewBox="0 0 100 6" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="score-track" width="100" height="6"/>'
        '<rect class="score-fill" width="{0}" height="6"/></svg>'
        '<span class="score-value">{0}</span></span>',
        points,
    )


@register.simple_tag
def bar(value: float, most: float) -> SafeString:
    """A bar as long as the value is of the greatest one; the number stands beside it."""
    return format_html(
        '<svg class="score-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="score-track" width="100" height="6"/>'
        '<rect class="score-fill" width="{}" height="6"/></svg>',
        round(100 * value / most) if most else 0,
    )


def _locale() -> str:
    return (get_language() or "ko").replace("-", "_")


def _sign(currency: str) -> str:
    return SIGNS.get(currency, f"{currency} ")


def _size(amount: Number) -> Decimal:
    return abs(Decimal(str(amount)))


def _minus(amount: Number) -> str:
    return MINUS if amount < 0 else ""
