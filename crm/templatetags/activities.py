"""Pictures of activities."""

from django import template

from crm.timeline import PICTURES

register = template.Library()


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of activity, the same on every screen."""
    return PICTURES.get(kind, "circle")
