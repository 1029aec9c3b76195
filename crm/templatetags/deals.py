"""Deals as cards and lines show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from crm.models import Deal
from crm.templatetags.names import localname, short

register = template.Library()


@register.filter
def get(mapping: Mapping[Any, Any], key: object) -> Any:
    """The value under a key, None without one."""
    return mapping.get(key)


@register.filter
def days(since: dt.datetime) -> str:
    """Whole days since a moment, in words: `12일`."""
    count = max(0, (timezone.localdate() - timezone.localtime(since).date()).days)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


@register.simple_tag
def investor_names(deal: Deal) -> SafeString:
    """The first investor and how many more; `deal.deal_investors` is fetched already."""
    names = [localname(investor.company) for investor in deal.deal_investors.all()]
    if not names:
        return format_html('<span class="none">{}</span>', gettext("no investor yet"))
    more = format_html(' <span class="sub">+{}</span>', len(names) - 1) if names[1:] else ""
    return format_html("{}{}", short(names[0]), more)
