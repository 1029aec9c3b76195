"""Measures of parts: tolerances in micrometres, sizes in millimetres."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 100_000  # 100 m, or ± 100 mm: more is a slip of the keys


def above_zero(value: float) -> None:
    """Refuse nothing and less than nothing."""
    if value <= 0:
        raise ValidationError(_("Enter a number above zero."), code="above_zero")


def leaves_nothing(precision_um: float | None, size_max_mm: float | None) -> bool:
    """Whether a tolerance is as wide as the largest part itself: a slip of the unit."""
    if precision_um is None or size_max_mm is None:
        return False
    return 2 * precision_um >= 1000 * size_max_mm


def contradictions(
    *, precision_um: float | None, size_max_mm: float | None, monthly_volume: int | None
) -> dict[str, Any]:
    """What cannot be, by field: of a need's profile, or of what a company says it can do."""
    wrong: dict[str, Any] = {}
    if leaves_nothing(precision_um, size_max_mm):
        wrong["precision_um"] = _(
            "This tolerance is as wide as the largest part. It is in µm: 1 mm is 1,000 µm."
        )
    if monthly_volume == 0:
        wrong["monthly_volume"] = _("Enter 1 or more; leave it empty where it is not known.")
    return wrong


MEASURE = (above_zero, MaxValueValidator(MOST))


def is_a_measure(field: str, name: str) -> models.CheckConstraint:
    """Constraint for a column of measures; it keeps out infinity and NaN too."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{f"{field}__gt": 0, f"{field}__lte": MOST}),
        name=name,
        violation_error_message=_("Enter a number above zero."),
    )
