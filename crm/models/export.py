"""Lists that somebody took out as a file: the work of making it, the file, and the record of it."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models.record import UuidV7

from .user import User


class ExportQuerySet(models.QuerySet["Export"]):
    def working(self) -> Self:
        """Those that wait for their turn or are being made."""
        return self.filter(state__in=Export.WORKING)


class Export(models.Model):
    """Who took which list, narrowed how, when and how many rows; the file itself for some days.

    `query` is the list's address after the question mark, `filters` the same in words (label,
    value) as the file says them. `reach` is what the owner could see when it was made
    (`crm.exports.nouns.reach`). The row stays when the file is gone: it is the record.
    """

    class Format(models.TextChoices):
        EXCEL = "xlsx", "Excel"
        CSV = "csv", "CSV"

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")

    WORKING = (State.WAITING, State.RUNNING)
    AGAIN = (State.FAILED, State.CANCELLED, State.EXPIRED)

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="exports", verbose_name=_("owner"))
    noun = models.CharField(_("list"), max_length=20)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    query = models.TextField(_("filter"), blank=True)
    filters = models.JSONField(_("filter in words"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    total = models.PositiveIntegerField(_("rows expected"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size (bytes)"), default=0)
    file = models.FileField(_("file"), blank=True)
    reach = models.CharField(max_length=64, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    worked_at = models.DateTimeField(_("last sign of work"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    downloads = ArrayField(
        models.DateTimeField(), default=list, blank=True, verbose_name=_("downloads")
    )
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = (
            models.Index(fields=["owner", "-id"], name="export_owner"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state="ready"),
                name="export_expires",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(expires_at__isnull=False),
                name="export_ready_expires",
            ),
        )

    def __str__(self) -> str:
        return f"{self.noun}.{self.format}"

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING
