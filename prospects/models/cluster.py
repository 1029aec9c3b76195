"""Industrial agglomerations and what the census says of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Named, Record, Sourced, has_a_name, tracked


@tracked()
class Cluster(Record, Named, Sourced):
    """An agglomeration: one or more municipalities (JIS X 0402, five digits)."""

    key = models.SlugField(_("key"), unique=True)
    prefecture_ja = models.CharField(_("prefecture"), max_length=20)
    municipality_codes = ArrayField(
        models.CharField(max_length=5), verbose_name=_("municipality codes")
    )
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    speciality_ja = models.TextField(_("speciality (Japanese)"), blank=True)
    speciality_ko = models.TextField(_("speciality (Korean)"), blank=True)
    speciality_en = models.TextField(_("speciality (English)"), blank=True)

    class Meta:
        ordering = ("key",)
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        indexes = (GinIndex(fields=["municipality_codes"], name="cluster_municipality_gin"),)
        constraints = (
            has_a_name("cluster_has_name"),
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="cluster_coordinates",
            ),
        )


class ClusterCensus(Sourced):
    """One census figure: a count of factories, or a change over some years.

    Series are told apart by `min_employees`, the size threshold; it is null where the source does
    not state it, and such a figure is never drawn together with others.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="census")
    year = models.PositiveSmallIntegerField(_("census year"), null=True, blank=True)
    min_employees = models.PositiveSmallIntegerField(
        _("size threshold (employees)"), null=True, blank=True
    )
    factories = models.PositiveIntegerField(_("factories"), null=True, blank=True)
    change_percent = models.DecimalField(
        _("change (%)"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    change_years = models.PositiveSmallIntegerField(_("over years"), null=True, blank=True)

    class Meta:
        ordering = ("cluster", "min_employees", "year")
        verbose_name = _("census figure")
        verbose_name_plural = _("census figures")
        constraints = (
            models.UniqueConstraint(
                fields=["cluster", "min_employees", "year", "source"],
                nulls_distinct=False,
                name="clustercensus_one_per_year",
            ),
            models.CheckConstraint(
                condition=models.Q(factories__isnull=False)
                | models.Q(change_percent__isnull=False, change_years__isnull=False),
                name="clustercensus_count_or_change",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster} {self.year or ''}".strip()
