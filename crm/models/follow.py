"""Who keeps an eye on which company or cooperative."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models import Company, Cooperative
from prospects.models.record import UuidV7

from .user import User


class Follow(models.Model):
    """A line of somebody's watch list: a company or a cooperative, of which they are reminded."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="follows", verbose_name=_("follower")
    )
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follows",
        verbose_name=_("company"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follows",
        verbose_name=_("cooperative"),
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("followed record")
        verbose_name_plural = _("followed records")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "company", "cooperative"],
                nulls_distinct=False,
                name="follow_once",
            ),
            models.CheckConstraint(
                condition=models.Q(company__isnull=False, cooperative__isnull=True)
                | models.Q(company__isnull=True, cooperative__isnull=False),
                name="follow_one_record",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.company or self.cooperative}"
