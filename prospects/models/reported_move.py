"""What the report says about real companies and groups: statements, not facts of ours."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .cluster import Cluster
from .cooperative import GroupPlan
from .record import Record, Sourced


class ReportedMove(Record, Sourced):
    """A sourced statement about a move abroad; no deal or contact is ever attached to it."""

    class Kind(models.TextChoices):
        GROUP = "group", _("group")
        SOLO = "solo", _("alone")

    key = models.SlugField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    subject_ko = models.CharField(_("who (Korean)"), max_length=200)
    subject_ja = models.CharField(_("who (Japanese)"), max_length=200)
    subject_en = models.CharField(_("who (English)"), max_length=200)
    statement_ko = models.TextField(_("statement (Korean)"))
    statement_ja = models.TextField(_("statement (Japanese)"))
    statement_en = models.TextField(_("statement (English)"))
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_moves",
        verbose_name=_("cluster"),
    )
    target_countries = ArrayField(
        models.CharField(max_length=2), default=list, verbose_name=_("target countries")
    )
    forms = ArrayField(
        models.CharField(max_length=20, choices=GroupPlan.Form.choices),
        default=list,
        blank=True,
        verbose_name=_("form"),
    )
    participants = models.PositiveSmallIntegerField(_("participants"), null=True, blank=True)
    amount_jpy = models.PositiveBigIntegerField(_("amount (JPY)"), null=True, blank=True)
    keeps_home_base = models.BooleanField(_("keeps the home base"), null=True, blank=True)

    class Meta:
        ordering = ("kind", "key")
        verbose_name = _("reported move")
        verbose_name_plural = _("reported moves")

    def __str__(self) -> str:
        return self.subject_ko
