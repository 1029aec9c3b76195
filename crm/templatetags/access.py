"""Ask `crm.access` from a template: {% may "share" deal as can_share %}."""

from django import template
from django.db import models
from django.template import Context

from crm.access import Action, allowed

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, action: str, obj: models.Model | None = None) -> bool:
    """Whether the signed-in person may do `action`, to `obj` where it depends on whose it is."""
    return allowed(context["request"].user, Action(action), obj)
