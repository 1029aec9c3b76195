"""Names of records in the reader's language.

A record carries `name_ja`, `name_ko` and `name_en`, of which any may be empty. The reader
sees the one of the active language, else the first that exists in a fixed order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from matching.reasons import joined

register = template.Library()

#: Active language → the order in which a record's names are tried. A Korean reader reads
#: kanji more easily than romaji; an English reader the other way round.
ORDER = {
    "ko": ("ko", "ja", "en"),
    "ja": ("ja", "ko", "en"),
    "en": ("en", "ja", "ko"),
}


#: How many columns of a name a list, card or line shows; a Han or Hangul letter takes two.
WIDEST = 72


@dataclass(frozen=True, slots=True)
class LocalName:
    """A name and the language it is written in (`""` where the record does not say)."""

    text: str
    lang: str


@register.filter
def localname(obj: object) -> str:
    """The record's name in the active language; `""` for no record."""
    return choose(obj).text


@register.filter
def comma(loop: Mapping[str, Any]) -> str:
    """Of a `forloop` over words of a list: what stands before the next one, in the reader's
    language."""
    return "" if loop["last"] else joined(("", ""))


@register.filter
def short(text: object) -> SafeString:
    """A text as a list or card shows it: cut where it is very long, the whole as its title."""
    whole = str(text)
    cut = cut_short(whole)
    if cut == whole:
        return format_html("{}", whole)
    return format_html('<span title="{}">{}</span>', whole, cut)


@register.filter
def heading(text: object) -> SafeString:
    """A name as its own page's heading: whole, in smaller letters where it is very long."""
    whole = str(text)
    if cut_short(whole) == whole:
        return format_html("{}", whole)
    return format_html('<span class="long-name">{}</span>', whole)


def cut_short(text: str, widest: int = WIDEST) -> str:
    """The text, or its first `widest` columns with an ellipsis as the last."""
    if len(text) * 2 <= widest:
        return text
    ends, column = 0, 0
    for place, letter in enumerate(text, 1):
        column += 2 if east_asian_width(letter) in "WF" else 1
        if column < widest:
            ends = place
        elif column > widest:
            return f"{text[:ends]}…"
    return text


@register.simple_tag
def name(obj: object, field: str = "name") -> SafeString:
    """Like `localname`, marked with its language so that the right glyphs are drawn.

    A very long one is cut, with the whole as its title. Another field is a text, such as what a
    programme offers, and stays whole, unless it is a name too (`group_name`).
    """
    found = choose(obj, field)
    if not field.endswith("name"):
        return format_html('<span lang="{}">{}</span>', found.lang, found.text)
    return _marked(found)


@register.simple_tag
def second_name(obj: object, field: str = "name") -> SafeString:
    """The record's original (Japanese) name, else its English one, if not shown already."""
    shown = choose(obj, field)
    for lang in ("ja", "ko", "en"):
        text = _field(obj, field, lang)
        if text and text != shown.text:
            return format_html('<span class="sub" lang="{}">{}</span>', lang, short(text))
    return SafeString("")


#: Active language → in what it is read to whom a Japanese name says little, or how it is read.
READ_AS = {
    "ko": ("name_ko", "name_kana", "name_en"),
    "ja": ("name_kana", "name_en"),
    "en": ("name_en", "name_kana", "name_ko"),
}


@register.simple_tag
def read_as(obj: object) -> SafeString:
    """Below a registered name: how it is read, for the reader's language."""
    language = (get_language() or "ko").split("-")[0]
    for field in READ_AS.get(language, READ_AS["ko"]):
        if text := getattr(obj, field, ""):
            lang = {"name_kana": "ja"}.get(field, field[-2:])
            return format_html('<span class="sub" lang="{}">{}</span>', lang, short(text))
    return SafeString("")


def choose(obj: object, field: str = "name") -> LocalName:
    """The name to show, tried in the active language's order, then `str(obj)`."""
    if obj is None or obj == "":
        return LocalName("", "")
    language = (get_language() or "ko").split("-")[0]
    for lang in ORDER.get(language, ORDER["ko"]):
        if text := _field(obj, field, lang):
            return LocalName(text, lang)
    return LocalName(str(getattr(obj, field, None) or obj), "")


def _field(obj: object, field: str, lang: str) -> str:
    return str(getattr(obj, f"{field}_{lang}", "") or "")


def _marked(found: LocalName) -> SafeString:
    if not found.lang:
        return short(found.text)
    return format_html('<span lang="{}">{}</span>', found.lang, short(found.text))
