"""Business cooperatives and industry associations, and their plans to move as a group."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .cluster import Cluster
from .company import Company
from .record import Named, Record, Sourced, has_a_name, tracked
from .registered import Registered, registered_constraints
from .searched import name_index
from .year import has_come, is_a_year


@tracked()
class Cooperative(Record, Named, Registered, Sourced):
    """A 事業協同組合 or an industry association."""

    class Kind(models.TextChoices):
        COOPERATIVE = "cooperative", _("business cooperative")
        ASSOCIATION = "association", _("industry association")

    kind = models.CharField(
        _("kind"), max_length=15, choices=Kind.choices, default=Kind.COOPERATIVE
    )
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cooperatives",
        verbose_name=_("cluster"),
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded"), null=True, blank=True, validators=[has_come]
    )
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)
    members: models.ManyToManyField[Company, CooperativeMembership] = models.ManyToManyField(
        Company, through="CooperativeMembership", related_name="cooperatives"
    )

    class Meta:
        ordering = ("-id",)
        verbose_name = _("cooperative")
        verbose_name_plural = _("cooperatives")
        indexes = (name_index("cooperative_names", "name_ja", "name_kana", "name_ko", "name_en"),)
        constraints = (
            has_a_name("cooperative_has_name"),
            *registered_constraints("cooperative"),
            is_a_year("founded_year", "cooperative_founded_year"),
        )

    def __str__(self) -> str:
        return self.name_ja or self.name_ko or self.name_en


@tracked()
class CooperativeMembership(models.Model):
    """A company in a cooperative."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=60, blank=True)
    since = models.DateField(_("member since"), null=True, blank=True)

    class Meta:
        ordering = ("cooperative", "company")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=["cooperative", "company"], name="cooperativemembership_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cooperative}: {self.company}"


@tracked()
class GroupPlan(Record, Sourced):
    """A cooperative's plan to go abroad together."""

    class Form(models.TextChoices):
        SHARED_PARK = "shared_park", _("one industrial park entered together")
        SUBDIVIDED_LAND = "subdivided_land", _("land bought and subdivided")
        RENTAL_FACTORY = "rental_factory", _("rental factories")
        MEMBERS_COOPERATE = "members_cooperate", _("members cooperate, each on its own site")

    class Stage(models.TextChoices):
        CONSIDERING = "considering", _("considering")
        INSPECTING = "inspecting", _("inspecting")
        DECIDED = "decided", _("decided")
        MOVING = "moving", _("moving")
        SETTLED = "settled", _("settled")
        DROPPED = "dropped", _("dropped")

    ENDED = (Stage.SETTLED, Stage.DROPPED)

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="plans")
    target_countries = ArrayField(
        models.CharField(max_length=2), default=list, verbose_name=_("target countries")
    )
    forms = ArrayField(
        models.CharField(max_length=20, choices=Form.choices),
        default=list,
        blank=True,
        verbose_name=_("form"),
    )
    site = models.CharField(_("site in view"), max_length=200, blank=True)
    land_m2 = models.PositiveIntegerField(_("land (m²)"), null=True, blank=True)
    lots = models.PositiveSmallIntegerField(_("lots"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices)
    keeps_home_base = models.BooleanField(_("keeps the home base"), null=True, blank=True)
    decision_due = models.DateField(_("decision due"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("cooperative", "-id")
        verbose_name = _("group plan")
        verbose_name_plural = _("group plans")

    def __str__(self) -> str:
        return f"{self.cooperative}: {', '.join(self.target_countries)}"
