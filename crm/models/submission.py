"""Forms that were sent, so that sending one twice makes one record."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A form that did its work, and the page it led to (see `crm.web.once`).

    Written in the transaction that makes the record, so a second sending waits for the first. Rows
    are needed for as long as somebody may press a button twice; they go after a day.
    """

    key = models.UUIDField(_("key"), primary_key=True)
    led_to = models.TextField(_("led to"), blank=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = (models.Index(fields=["at"], name="submission_at"),)

    def __str__(self) -> str:
        return str(self.key)
