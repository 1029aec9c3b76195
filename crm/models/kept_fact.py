"""Facts of a company or cooperative that people keep although the register says otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models import Company, Cooperative
from prospects.models.record import UuidV7

from .user import User


class KeptFact(models.Model):
    """Our own value of a fact was kept against what the register said then.

    It holds as long as the register says the same (`registered`); another registered value is
    offered again.
    """

    class Fact(models.TextChoices):
        NAME = "name", _("registered name")
        KANA = "kana", _("reading (kana)")
        ENGLISH = "english", _("English name")
        ADDRESS = "address", _("registered seat")

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="kept_facts",
        verbose_name=_("company"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="kept_facts",
        verbose_name=_("cooperative"),
    )
    fact = models.CharField(_("fact"), max_length=10, choices=Fact.choices)
    registered = models.TextField(_("registered value"))
    kept_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="kept_facts",
        verbose_name=_("kept by"),
    )
    kept_at = models.DateTimeField(_("kept"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("kept fact")
        verbose_name_plural = _("kept facts")
        constraints = (
            models.UniqueConstraint(
                fields=["company", "cooperative", "fact"],
                nulls_distinct=False,
                name="keptfact_one_a_fact",
            ),
            models.CheckConstraint(
                condition=models.Q(company__isnull=False, cooperative__isnull=True)
                | models.Q(company__isnull=True, cooperative__isnull=False),
                name="keptfact_one_record",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company or self.cooperative}: {self.get_fact_display()}"
