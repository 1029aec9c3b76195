"""Days of the office's time zone, as moments that the database compares."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def begins(day: dt.date) -> dt.datetime:
    """When the day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def ends(day: dt.date) -> dt.datetime:
    """When the day is over: the first moment of the next one."""
    return begins(day + dt.timedelta(days=1))
