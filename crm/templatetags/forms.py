"""What forms carry besides their fields."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """The token by which a form that makes a record works only once (see `crm.web.once`)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())
