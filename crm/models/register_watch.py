"""Searches of the register that somebody watches, and what they found since."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models import RegisterChange
from prospects.models.record import UuidV7

from .user import User


class RegisterWatch(models.Model):
    """A register search by its filter's data (`prospects.register_filters`), of one person."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    owner = models.ForeignKey(
        User, models.CASCADE, related_name="register_watches", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.JSONField(_("search"))
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("watched search")
        verbose_name_plural = _("watched searches")
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="registerwatch_name",
                violation_error_message=_("You watch a search of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RegisterHitQuerySet(models.QuerySet["RegisterHit"]):
    def open(self) -> Self:
        return self.filter(dismissed_at=None)

    def unseen(self) -> Self:
        return self.open().filter(seen_at=None)


class RegisterHit(models.Model):
    """An entry that a watched search found, by the change that brought it."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    watch = models.ForeignKey(
        RegisterWatch, models.CASCADE, related_name="hits", verbose_name=_("watched search")
    )
    corporate_number = models.CharField(_("corporate number"), max_length=13)
    change = models.ForeignKey(
        RegisterChange, models.CASCADE, related_name="+", verbose_name=_("register change")
    )
    found_at = models.DateTimeField(_("found"), db_default=Now(), editable=False)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True)

    objects = RegisterHitQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("hit")
        verbose_name_plural = _("hits")
        constraints = (
            models.UniqueConstraint(fields=["watch", "corporate_number"], name="registerhit_once"),
        )

    def __str__(self) -> str:
        return f"{self.watch}: {self.corporate_number}"
