"""What stored materials are called in the reader's language."""

from collections.abc import Iterable, Mapping

from django import template

from crm.templatetags.names import localname
from matching.reasons import joined as listed
from prospects.models import Material

register = template.Library()


def material_names() -> dict[str, str]:
    """Key of each material → its name in the active language; one query."""
    return {each.key: localname(each) for each in Material.objects.all()}


@register.filter(name="material_names")
def joined(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """The names of stored materials, one after the other; what is no key stays as it was typed."""
    return listed(names.get(key, key) for key in keys)
