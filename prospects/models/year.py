"""Years as people enter them: when something was founded, a financial year."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Japan counts its oldest company (金剛組) from 578.
FIRST, LAST = 578, 2100


def has_come(year: int) -> None:
    """Refuse a year before the oldest company at work or after this one: a slip of the keys."""
    _between(year, timezone.localdate().year)


def is_near(year: int) -> None:
    """As `has_come`, but for the coming year, of which people already write estimates."""
    _between(year, timezone.localdate().year + 1)


def _between(year: int, last: int) -> None:
    if not FIRST <= year <= last:
        raise ValidationError(
            _("Enter a year from %(first)s to %(last)s."),
            code="year",
            params={"first": str(FIRST), "last": str(last)},
        )


def is_a_year(field: str, name: str) -> models.CheckConstraint:
    """Constraint for a column of years. What "this year" is only the form and the command know."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{f"{field}__range": (FIRST, LAST)}),
        name=name,
        violation_error_message=_("Check the year."),
    )
