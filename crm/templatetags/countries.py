"""Names of countries in the reader's language, from their ISO 3166-1 codes."""

from collections.abc import Iterable

from babel import Locale
from django import template
from django.utils.translation import get_language

register = template.Library()

# What people of this field call otherwise than the Unicode lists do.
_OWN = {
    ("ko", "KR"): "한국",
    ("ja", "KR"): "韓国",
    ("en", "KR"): "Korea",
}


@register.filter
def country(code: str | None) -> str:
    """`VN` → `베트남`; a code that nobody knows stays as it is."""
    if not code:
        return ""
    language = (get_language() or "ko").split("-")[0]
    return _OWN.get((language, code)) or Locale(language).territories.get(code, code)


@register.filter
def countries(codes: Iterable[str] | None) -> str:
    """`["KR", "VN"]` → `한국 · 베트남`, in the order given."""
    return " · ".join(country(code) for code in codes or ())
