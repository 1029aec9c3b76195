"""Dates as people read them: with the weekday, and a word for the days around today."""

import datetime as dt

from babel.dates import format_skeleton, format_time
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()

NOTHING = mark_safe('<span class="none">–</span>')


@register.simple_tag
def day(value: dt.date | None, *, words: bool = True) -> SafeString:
    """`오늘`, or `11월 22일 (일)`, with the year where it is not this one."""
    if not value:
        return NOTHING
    date = _date(value)
    near = _near(date) if words else ""
    full = day_text(date)
    return format_html(
        '<time class="day" datetime="{}" title="{}">{}</time>',
        date.isoformat(),
        format_skeleton("yMMMEd", date, locale=_locale()),
        near or full,
    )


@register.simple_tag
def moment(value: dt.datetime | None) -> SafeString:
    """A day and its time of day in the reader's time zone: `오늘 14:30`."""
    if not value:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    date = local.date()
    return format_html(
        '<time class="day" datetime="{}" title="{}">{} {}</time>',
        value.isoformat(timespec="minutes"),
        format_skeleton("yMMMEd", date, locale=_locale()),
        _near(date) or day_text(date),
        format_time(local.time(), "HH:mm", locale=_locale()),
    )


@register.filter
def ago(value: dt.date | None) -> str:
    """How many whole days before today, in words; a dash for nothing."""
    if not value:
        return "–"
    days = (timezone.localdate() - _date(value)).days
    if days <= 0:
        return gettext("Today")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def day_text(date: dt.date) -> str:
    """The date with its weekday; the year only where it is not this one."""
    skeleton = "MMMEd" if date.year == timezone.localdate().year else "yMMMEd"
    return format_skeleton(skeleton, date, locale=_locale())


def weekday(date: dt.date) -> str:
    """The weekday alone, short: `월`."""
    return format_skeleton("E", date, locale=_locale())


def _near(date: dt.date) -> str:
    words = {-1: gettext("Yesterday"), 0: gettext("Today"), 1: gettext("Tomorrow")}
    return words.get((date - timezone.localdate()).days, "")


def _date(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _locale() -> str:
    return (get_language() or "ko").replace("-", "_")
