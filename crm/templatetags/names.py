"""Names of records in the reader's language.

A record carries `name_ja`, `name_ko` and `name_en`, of which any may be empty. The reader
sees the one of the active language, else the first that exists in a fixed order.
"""

from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

#: Active language → the order in which a record's names are tried. A Korean reader reads
#: kanji more easily than romaji; an English reader the other way round.
ORDER = {
    "ko": ("ko", "ja", "en"),
    "ja": ("ja", "ko", "en"),
    "en": ("en", "ja", "ko"),
}


@dataclass(frozen=True, slots=True)
class LocalName:
    """A name and the language it is written in (`""` where the record does not say)."""

    text: str
    lang: str


@register.filter
def localname(obj: object) -> str:
    """The record's name in the active language; `""` for no record."""
    return choose(obj).text


@register.simple_tag
def name(obj: object, field: str = "name") -> SafeString:
    """Like `localname`, marked with its language so that the right glyphs are drawn."""
    return _marked(choose(obj, field))


@register.simple_tag
def second_name(obj: object, field: str = "name") -> SafeString:
    """The record's original (Japanese) name, else its English one, if not shown already."""
    shown = choose(obj, field)
    for lang in ("ja", "ko", "en"):
        text = _field(obj, field, lang)
        if text and text != shown.text:
            return format_html('<span class="sub" lang="{}">{}</span>', lang, text)
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
        return format_html("{}", found.text)
    return format_html('<span lang="{}">{}</span>', found.lang, found.text)
