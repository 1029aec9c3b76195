"""A share of a target as a bar."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crm.templatetags.numbers import NOTHING, percent

register = template.Library()


@register.simple_tag
def share_bar(ratio: float | None) -> SafeString:
    """A ratio as a bar that ends at 100%, and in percent; a dash for nothing."""
    if ratio is None:
        return NOTHING
    return format_html(
        '<span class="score"><svg class="score-bar" viewBox="0 0 100 6" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="score-track" width="100" height="6"/>'
        '<rect class="score-fill" width="{}" height="6"/></svg><span class="num">{}</span></span>',
        round(min(max(ratio, 0.0), 1.0) * 100),
        percent(ratio),
    )
