"""Ask `crm.access` from a layout, which no view prepares: {% may "merge" as can_merge %}."""

from django import template
from django.template import Context

from crm.access import Action, allowed

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, action: str) -> bool:
    """Whether the signed-in person may do `action`."""
    return allowed(context["request"].user, Action(action))
