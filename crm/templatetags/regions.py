"""Korea's provinces and towns in the reader's language. Streets stay as an address has them."""

from django import template
from django.utils.translation import get_language

from matching.korean_towns import town_name
from matching.models import Site
from matching.provinces import province_name, province_of

register = template.Library()


@register.filter
def region(name: str | None) -> str:
    """`경상북도` → `Gyeongsangbuk-do`; a text that is no province stays as it is."""
    return province_name(name or "", _language())


@register.filter
def town(site: Site) -> str:
    """`구미시` → `Gumi`; what is no town that is known stays as it is."""
    return town_name(site.region, site.city, _language())


@register.filter
def place(site: Site) -> str:
    """Province and town, `Gyeongsangbuk-do Gumi`, without saying a metropolis twice."""
    words = site.city.split()
    if words and province_of(words[0]) == site.region:
        del words[0]
    said = (region(site.region), town_name(site.region, " ".join(words), _language()))
    return ("" if _language() == "ja" else " ").join(filter(None, said))


def _language() -> str:
    return (get_language() or "ko").split("-")[0]
