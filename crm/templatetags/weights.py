"""Weights in a picture: one bar, cut into the shares of the parts."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from crm.templatetags.numbers import percent, signed

register = template.Library()


@register.simple_tag
def weight_bar(names: Sequence[str], shares: Sequence[float]) -> SafeString:
    """The shares of the parts, one after the other, in the parts' colours; read out as a list."""
    pieces, left = [], 0.0
    for place, (name, share) in enumerate(zip(names, shares, strict=True), 1):
        pieces.append((place, f"{left * 100:.3f}", f"{share * 100:.3f}", name, percent(share, 1)))
        left += share
    return format_html(
        '<svg class="weight-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        ", ".join(f"{name} {said}" for _place, _left, _wide, name, said in pieces),
        format_html_join(
            "",
            '<rect class="part part-{}" x="{}" width="{}" height="8"><title>{} {}</title></rect>',
            pieces,
        ),
    )


@register.filter
def points(difference: float) -> str:
    """A difference of shares in points: `0.052` → `+5.2`."""
    return signed(difference * 100, 1)


@register.filter
def at(values: Sequence[float], place: int) -> float:
    """What stands at a place of a list."""
    return values[place]


@register.filter
def tenths(share: float | None) -> str:
    """A share with one decimal, always, so that the figures of a column stand below each other."""
    return "–" if share is None else f"{share:.1%}"
