"""Measures of parts: tolerances in micrometres, sizes in millimetres."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 100_000  # 100 m, or ± 100 mm: more is a slip of the keys


def above_zero(value: float) -> None:
    """Refuse nothing and less than nothing."""
    if value <= 0:
        raise ValidationError(_("Enter a number above zero."), code="above_zero")


MEASURE = (above_zero, MaxValueValidator(MOST))


def is_a_measure(field: str, name: str) -> models.CheckConstraint:
    """Constraint for a column of measures; it keeps out infinity and NaN too."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{f"{field}__gt": 0, f"{field}__lte": MOST}),
        name=name,
        violation_error_message=_("Enter a number above zero."),
    )
