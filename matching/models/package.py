"""Sets of companies that together cover a need."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models import Capability, Company, Cooperative
from prospects.models.record import Named, Record, has_a_name, tracked

from .need import Need


@tracked()
class Package(Record, Named):
    """A group of companies, from one cooperative or composed, offered together for a need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="packages", verbose_name=_("need"))
    cooperative = models.ForeignKey(
        Cooperative,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="packages",
        verbose_name=_("cooperative"),
    )
    note = models.TextField(_("note"), blank=True)
    kept_by = models.CharField(_("kept by"), max_length=150, blank=True, editable=False)
    companies: models.ManyToManyField[Company, PackageMember] = models.ManyToManyField(
        Company, through="PackageMember", related_name="packages"
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = (has_a_name("package_has_name"),)


class PackageStep(models.Model):
    """A step that a package was asked for: its place in the order of making, from 1, and pieces a
    month. Without a need of its own it is a further step inside the package's need."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField(_("place in the order"))
    capability = models.ForeignKey(
        Capability, models.PROTECT, related_name="package_steps", verbose_name=_("capability")
    )
    need = models.ForeignKey(
        Need,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="package_steps",
        verbose_name=_("need"),
    )
    volume = models.PositiveIntegerField(_("volume a month"), null=True, blank=True)

    class Meta:
        ordering = ("package", "place")
        verbose_name = _("package step")
        verbose_name_plural = _("package steps")
        constraints = (
            models.UniqueConstraint(fields=["package", "place"], name="packagestep_place"),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.capability}"


class PackageMember(models.Model):
    """A company in a package, and the step it covers."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="package_members")
    company = models.ForeignKey(Company, models.CASCADE, related_name="package_members")
    capability = models.ForeignKey(
        Capability,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="package_members",
        verbose_name=_("capability"),
    )

    class Meta:
        ordering = ("package", "id")
        verbose_name = _("package member")
        verbose_name_plural = _("package members")
        constraints = (
            models.UniqueConstraint(
                fields=["package", "company", "capability"],
                nulls_distinct=False,
                name="packagemember_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.package}: {self.company}"
