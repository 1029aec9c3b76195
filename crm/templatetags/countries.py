"""Names of countries in the reader's language, from their ISO 3166-1 codes."""

from collections.abc import Iterable

from django import template

from prospects.country_names import country_name

register = template.Library()


@register.filter
def country(code: str | None) -> str:
    """`VN` → `베트남`; a code that nobody knows stays as it is."""
    return country_name(code) if code else ""


@register.filter
def countries(codes: Iterable[str] | None) -> str:
    """`["KR", "VN"]` → `한국 · 베트남`, in the order given."""
    return " · ".join(country(code) for code in codes or ())
