"""What a Korean firm wants to source."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.models import Capability, Certificate
from prospects.models.measure import MEASURE, contradictions, is_a_measure
from prospects.models.record import Named, Record, Sourced, has_a_name, tracked
from prospects.models.searched import name_index

from .firm import Firm
from .site import Site


def usual_musts() -> list[str]:
    """What a need insists on unless somebody says otherwise."""
    return [Need.Must.CERTIFICATES]


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> Self:
        """Needs that still look for suppliers."""
        return self.filter(status=Need.Status.OPEN)


@tracked()
class Need(Record, Named, Sourced):
    """A capability profile with volume, start and conditions. The names are the need's title."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("need", "open")
        MET = "met", _("met")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Must(models.TextChoices):
        """What a company may be left out for. What is not known leaves nobody out."""

        CERTIFICATES = "certificates", _("certificates required")
        SIZE = "size", _("largest part")
        START = "start", _("start")

    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="needs", verbose_name=_("Korean firm")
    )
    site = models.ForeignKey(
        Site,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("site"),
    )
    capability = models.ForeignKey(
        Capability, models.PROTECT, related_name="needs", verbose_name=_("capability")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.OPEN
    )
    materials = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("materials")
    )
    precision_um = models.FloatField(
        _("tolerance needed (± µm)"), null=True, blank=True, validators=MEASURE
    )
    size_max_mm = models.FloatField(
        _("largest part (mm)"), null=True, blank=True, validators=MEASURE
    )
    monthly_volume = models.PositiveIntegerField(
        _("volume (pieces a month)"), null=True, blank=True
    )
    certificates = models.ManyToManyField(
        Certificate, related_name="needs", blank=True, verbose_name=_("certificates required")
    )
    musts = ArrayField(
        models.CharField(max_length=12, choices=Must.choices),
        default=usual_musts,
        blank=True,
        verbose_name=_("must be met"),
    )
    start_on = models.DateField(_("start"), null=True, blank=True)
    localises_import = models.BooleanField(_("localises an import from Japan"), default=False)
    suppliers_wanted = models.PositiveSmallIntegerField(
        _("suppliers wanted"), default=1, validators=[MinValueValidator(1)]
    )
    description = models.TextField(_("description"), blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        indexes = (
            models.Index(fields=["status", "-id"], name="need_status"),
            name_index("need_names", "name_ja", "name_ko", "name_en"),
        )
        constraints = (
            has_a_name("need_has_name"),
            is_a_measure("precision_um", "need_precision_positive"),
            is_a_measure("size_max_mm", "need_size_positive"),
            models.CheckConstraint(
                condition=models.Q(suppliers_wanted__gte=1), name="need_suppliers_at_least_one"
            ),
        )

    def clean(self) -> None:
        """A need belongs to one of its firm's own sites, and does not contradict itself."""
        wrong = contradictions(
            precision_um=self.precision_um,
            size_max_mm=self.size_max_mm,
            monthly_volume=self.monthly_volume,
        )
        if self.site is not None and self.firm_id not in (None, self.site.firm_id):
            wrong["site"] = _("This site belongs to another firm.")
        if self.monthly_volume and self.suppliers_wanted > self.monthly_volume:
            wrong["suppliers_wanted"] = _("More suppliers than pieces a month.")
        if wrong:
            raise ValidationError(wrong)
