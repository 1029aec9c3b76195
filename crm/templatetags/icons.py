"""`{% icon "name" %}`: a Lucide icon drawn inline, so that it takes the text's colour."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SVG = re.compile(r"<svg[^>]*>(?P<shapes>.*)</svg>", re.DOTALL)


class UnknownIconError(LookupError):
    """No such icon among the front-end packages, or the packages are not installed."""


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon at text size. Hidden from assistive technology unless it has a `label`."""
    return _drawn(name, str(label))


@lru_cache(maxsize=2048)  # a list of twenty rows has five hundred of them, and few differ
def _drawn(name: str, label: str) -> SafeString:
    if label:
        spoken = format_html('role="img" aria-label="{}"', label)
    else:
        spoken = mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="16" height="16" {}>{}</svg>',
        spoken,
        _shapes(name),
    )


def _shapes(name: str) -> SafeString:
    """The drawing inside an icon's file, which is trusted: it comes from the locked package."""
    if not NAME.fullmatch(name):
        raise UnknownIconError(f"{name!r} is not an icon name; see lucide.dev/icons")
    folder = Path(settings.NODE_MODULES) / "lucide-static" / "icons"
    file = folder / f"{name}.svg"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        hint = "see lucide.dev/icons" if folder.is_dir() else "run 'make setup' first"
        raise UnknownIconError(f"no icon {name!r} in {folder}; {hint}") from None
    found = SVG.search(text)
    if found is None:
        raise UnknownIconError(f"{file} holds no <svg> element")
    return mark_safe(re.sub(r"\s*\n\s*", "", found["shapes"]))  # noqa: S308 - a locked package
