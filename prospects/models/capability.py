"""The one taxonomy of processes, and certificates."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Named, Record, Sourced, has_a_name, tracked


@tracked()
class Capability(Record, Named, Sourced):
    """A node of the process taxonomy, mapped to the Japanese and Korean classifications."""

    key = models.SlugField(_("key"), unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    synonyms = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("synonyms")
    )
    jsic_codes = ArrayField(
        models.CharField(max_length=4), default=list, blank=True, verbose_name=_("JSIC codes")
    )
    ksic_codes = ArrayField(
        models.CharField(max_length=5), default=list, blank=True, verbose_name=_("KSIC codes")
    )
    root_class = models.CharField(_("root industry class"), max_length=40, blank=True)
    root_technology = models.CharField(_("root technology"), max_length=60, blank=True)
    monozukuri_field = models.CharField(_("monozukuri field"), max_length=60, blank=True)

    class Meta:
        ordering = ("position", "key")
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        constraints = (
            has_a_name("capability_has_name"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="capability_not_own_parent"
            ),
        )


class Certificate(Named, Sourced):
    """A quality or environment certificate that a buyer may require, such as IATF 16949."""

    key = models.SlugField(_("key"), primary_key=True)

    class Meta:
        ordering = ("key",)
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
