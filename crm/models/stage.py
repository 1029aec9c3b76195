"""The pipeline's stages, and what each requires: the one table that form, API and board read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import Named, has_a_name


class Stage(Named):
    """A step from 발굴 to 등록·가동. `requires` names requirements of `crm.requirements`."""

    key = models.SlugField(_("key"), primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    probability = models.PositiveSmallIntegerField(
        _("usual probability (%)"), validators=[MaxValueValidator(100)]
    )
    stale_after_days = models.PositiveSmallIntegerField(_("stale after (days)"), default=30)
    requires = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("requires")
    )

    class Meta:
        ordering = ("position",)
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = (
            has_a_name("stage_has_name"),
            models.CheckConstraint(
                condition=models.Q(probability__lte=100), name="stage_probability_percent"
            ),
        )
