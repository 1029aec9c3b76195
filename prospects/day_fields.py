"""The form field for a day as people type it; every form's days go through it.

A browser with a calendar sends 2027-04-01; what comes from elsewhere is read as an import reads it
(`intake/dates.py`), so what could be another day is refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from .intake import dates


class DayField(forms.DateField):
    """A day: 2027-04-01, 2027.4.1, 27.4.1, 2027년 4월 1일, 令和9年4月1日."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter a day with its year first, such as 2027-04-01 or 27.4.1."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and (value := value.strip()):
            try:
                value = parse_date(value) or dt.date.fromisoformat(dates.day(value))
            except ValueError:  # as Unfit is too
                raise ValidationError(self.error_messages["invalid"], "invalid") from None
        return super().to_python(value)
