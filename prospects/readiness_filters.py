"""How lists are narrowed by readiness as last worked out (`CompanyReadiness`)."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import ReadinessLevel

#: What a part of readiness may be asked for → the stored levels.
READINESS = {
    "strong": (ReadinessLevel.STRONG,),
    "speaks": (ReadinessLevel.STRONG, ReadinessLevel.SOME),
    "some": (ReadinessLevel.SOME,),
    "none": (ReadinessLevel.NONE,),
    "unknown": (ReadinessLevel.UNKNOWN,),
}


def ready_q(path: str = "") -> Q:
    """Companies that mean to go and could: some or strong will, some or strong strength.

    `path` leads to the company, as `company__`.
    """
    speaks = READINESS["speaks"]
    return Q(**{f"{path}readiness__{part}__in": speaks for part in ("will", "strength")})


def readiness_filter(part: str, *, label: Any, about: str) -> filters.ChoiceFilter:
    """By one part of readiness as last worked out; `part` is a field of `CompanyReadiness`."""
    return filters.ChoiceFilter(
        field_name=part,
        method="narrow_readiness",
        choices=(
            ("strong", ReadinessLevel.STRONG.label),
            ("speaks", _("some or strong")),
            ("some", ReadinessLevel.SOME.label),
            ("none", ReadinessLevel.NONE.label),
            ("unknown", ReadinessLevel.UNKNOWN.label),
        ),
        empty_label=_("all"),
        label=label,
        help_text=f"How much speaks for it that {about}, as last worked out: `speaks` is some or "
        "strong, `none` that what is known speaks against it.",
    )
