"""The one taxonomy of processes, and certificates."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects import classifications as lists

from .measure import MEASURE, is_a_measure
from .record import Named, Sourced, has_a_name, tracked
from .tree import Node, TreeQuerySet, no_cycle

_RANGES = ("precision_from_um", "precision_to_um", "size_from_mm", "size_to_mm")


def _ordered(low: str, high: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{low}__isnull": True})
        | models.Q(**{f"{high}__isnull": True})
        | models.Q(**{f"{low}__lte": models.F(high)}),
        name=name,
        violation_error_message=_("The range must begin below its end."),
    )


@tracked()
class Capability(Node, Named, Sourced):
    """A node of the process taxonomy, mapped to the Japanese and Korean classifications.

    Families, processes, variants of processes, and equipment or materials of variants, to any
    depth. The ranges are what is usual for the process by the standard or book that
    `range_source` names; they are empty where none is at hand.
    """

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
    materials = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("typical materials"),
    )
    precision_from_um = models.FloatField(
        _("usual tolerance from (± µm)"), null=True, blank=True, validators=MEASURE
    )
    precision_to_um = models.FloatField(
        _("usual tolerance to (± µm)"), null=True, blank=True, validators=MEASURE
    )
    size_from_mm = models.FloatField(
        _("usual size from (mm)"), null=True, blank=True, validators=MEASURE
    )
    size_to_mm = models.FloatField(
        _("usual size to (mm)"), null=True, blank=True, validators=MEASURE
    )
    range_source = models.CharField(_("source of the ranges"), max_length=200, blank=True)
    jsic_codes = ArrayField(
        models.CharField(max_length=4), default=list, blank=True, verbose_name=_("JSIC codes")
    )
    ksic_codes = ArrayField(
        models.CharField(max_length=5), default=list, blank=True, verbose_name=_("KSIC codes")
    )
    root_class = models.CharField(_("root industry class"), max_length=40, blank=True)
    root_technology = models.CharField(_("root technology"), max_length=60, blank=True)
    monozukuri_field = models.CharField(_("monozukuri field"), max_length=60, blank=True)

    objects = TreeQuerySet["Capability"].as_manager()

    class Meta:
        ordering = ("position", "key")
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        constraints = (
            has_a_name("capability_has_name"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="capability_not_own_parent"
            ),
            *(is_a_measure(field, f"capability_{field}") for field in _RANGES),
            _ordered("precision_from_um", "precision_to_um", "capability_precision_range"),
            _ordered("size_from_mm", "size_to_mm", "capability_size_range"),
            models.CheckConstraint(
                condition=~models.Q(range_source="")
                | models.Q(**{f"{field}__isnull": True for field in _RANGES}),
                name="capability_range_has_source",
                violation_error_message=_("Say which standard or book the range is from."),
            ),
        )
        triggers = (no_cycle("prospects_capability"),)

    def clean(self) -> None:
        """No cycle, and every code is in the list it comes from."""
        super().clean()
        wrong: dict[str, Any] = {
            high: _("The range ends below its beginning (%(low)s).") % {"low": getattr(self, low)}
            for low, high in (_RANGES[:2], _RANGES[2:])
            if (getattr(self, low) or 0) > (getattr(self, high) or float("inf"))
        }
        if not self.range_source and any(getattr(self, name) is not None for name in _RANGES):
            wrong["range_source"] = _("Say which standard or book the range is from.")
        for name, scheme, given in (
            ("jsic_codes", lists.JSIC, self.jsic_codes),
            ("ksic_codes", lists.KSIC, self.ksic_codes),
            ("root_technology", lists.ROOT, [self.root_technology]),
            ("monozukuri_field", lists.MONOZUKURI, [self.monozukuri_field]),
        ):
            if unknown := [code for code in given if code and code not in lists.codes(scheme)]:
                wrong[name] = _not_listed(unknown)
        if self.root_class != lists.codes(lists.ROOT).get(self.root_technology, ""):
            wrong.setdefault("root_class", _("This is not the class of the root technology."))
        if wrong:
            raise ValidationError(wrong)


def _not_listed(codes: list[str]) -> Any:
    return _("not in the list it comes from: %(codes)s") % {"codes": ", ".join(codes)}


class Certificate(Named, Sourced):
    """A quality or environment certificate that a buyer may require, such as IATF 16949."""

    key = models.SlugField(_("key"), primary_key=True)
    synonyms = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("synonyms")
    )

    class Meta:
        ordering = ("key",)
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
