"""Whom a Korean firm deals with: its suppliers, its customers, its rivals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import Sourced, tracked

from .firm import Firm


@tracked()
class FirmTie(Sourced):
    """What another party is to a firm; a customer of a company that is one ties the two."""

    class Kind(models.TextChoices):
        SUPPLIES = "supplies", _("supplies the firm")
        BUYS = "buys", _("buys from the firm")
        COMPETES = "competes", _("competes with the firm")

    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="ties", verbose_name=_("Korean firm")
    )
    name = models.CharField(_("other party"), max_length=200)
    kind = models.CharField(_("relation"), max_length=10, choices=Kind.choices)

    class Meta:
        ordering = ("firm", "kind", "name")
        verbose_name = _("tie of a firm")
        verbose_name_plural = _("ties of firms")
        constraints = (
            models.UniqueConstraint(fields=["firm", "name", "kind"], name="firmtie_unique"),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.firm}"
