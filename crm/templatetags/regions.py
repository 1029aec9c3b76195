"""Korea's provinces in the reader's language. Towns and streets stay as an address has them."""

from django import template
from django.utils.translation import get_language

from matching.provinces import province_name

register = template.Library()


@register.filter
def region(name: str | None) -> str:
    """`경상북도` → `Gyeongsangbuk-do`; a text that is no province stays as it is."""
    return province_name(name or "", (get_language() or "ko").split("-")[0])
