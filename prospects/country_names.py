"""Names of countries in the reader's language, from their ISO 3166-1 codes."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

# What people of this field call otherwise than the Unicode lists do.
_OWN = {
    ("ko", "KR"): "한국",
    ("ja", "KR"): "韓国",
    ("en", "KR"): "Korea",
}


def country_name(code: str) -> str:
    """`VN` → `베트남`; a code that nobody knows stays as it is."""
    language = (get_language() or "ko").split("-")[0]
    return _OWN.get((language, code)) or str(Locale(language).territories.get(code, code))
