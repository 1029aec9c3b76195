"""Who covers a company."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models import Company
from prospects.models.record import Record, tracked

from .user import User


@tracked()
class Coverage(Record):
    """The officer who keeps the contact with a company; the team is the officer's."""

    company = models.OneToOneField(
        Company, models.CASCADE, related_name="coverage", verbose_name=_("company")
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="coverage", verbose_name=_("owner")
    )

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")

    def __str__(self) -> str:
        return f"{self.company}: {self.owner}"
