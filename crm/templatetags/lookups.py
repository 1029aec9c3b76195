"""`{{ mapping|get:key }}`: what a dictionary holds under a key that is a variable."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """The value, or None."""
    return (mapping or {}).get(key)
