"""A Japanese small or medium manufacturer, and the facts known about it."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .capability import Capability, Certificate
from .cluster import Cluster
from .measure import MEASURE, contradictions, is_a_measure
from .record import Named, Record, Sourced, has_a_name, tracked
from .registered import (
    Registered,
    ValidCorporateNumber,  # noqa: F401  # where migration 0002 looks for it
    registered_constraints,
)
from .searched import name_index
from .year import has_come, is_a_year, is_near


class CompanyQuerySet(models.QuerySet["Company"]):
    def active(self) -> Self:
        """Companies whose registration is open."""
        return self.filter(registration=Company.Registration.OPEN)

    def in_cluster(self, cluster: Cluster) -> Self:
        return self.filter(cluster=cluster)


@tracked()
class Company(Record, Named, Registered, Sourced):
    """A prospect. `name_ja` is the registered name, `name_kana` its reading in katakana."""

    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="companies",
        verbose_name=_("cluster"),
    )
    jsic_code = models.CharField(_("JSIC code"), max_length=4, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("founded"), null=True, blank=True, validators=[has_come]
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    capital_jpy = models.PositiveBigIntegerField(_("capital (JPY)"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    products = models.TextField(_("products and strengths"), blank=True)
    note = models.TextField(_("note"), blank=True)

    capabilities: models.ManyToManyField[Capability, CompanyCapability] = models.ManyToManyField(
        Capability, through="CompanyCapability", related_name="companies"
    )
    certificates: models.ManyToManyField[Certificate, CompanyCertificate] = models.ManyToManyField(
        Certificate, through="CompanyCertificate", related_name="companies"
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        indexes = (
            models.Index(fields=["cluster", "-id"], name="company_cluster"),
            models.Index(fields=["municipality_code"], name="company_municipality"),
            models.Index(fields=["jsic_code"], name="company_jsic"),
            models.Index(fields=["postcode"], name="company_postcode"),
            models.Index(fields=["is_demo"], name="company_demo"),
            # The orders of lists (`prospects.filters`), walked page by page.
            models.Index(fields=["name_ja", "id"], name="company_name_ja"),
            models.Index(fields=["employees", "id"], name="company_employees"),
            name_index("company_names", "name_ja", "name_kana", "name_ko", "name_en"),
        )
        constraints = (
            has_a_name("company_has_name"),
            *registered_constraints("company"),
            is_a_year("founded_year", "company_founded_year"),
        )

    def __str__(self) -> str:
        return self.name_ja or self.name_ko or self.name_en


class CompanyFinancials(Sourced):
    """One fiscal year, in yen."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="financials")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), validators=[is_near])
    sales_jpy = models.BigIntegerField(_("sales (JPY)"), null=True, blank=True)
    operating_profit_jpy = models.BigIntegerField(
        _("operating profit (JPY)"), null=True, blank=True
    )

    class Meta:
        ordering = ("company", "-fiscal_year")
        verbose_name = _("financial year")
        verbose_name_plural = _("financial years")
        constraints = (
            models.UniqueConstraint(
                fields=["company", "fiscal_year"], name="companyfinancials_one_per_year"
            ),
            is_a_year("fiscal_year", "companyfinancials_fiscal_year"),
        )

    def __str__(self) -> str:
        return f"{self.company} {self.fiscal_year}"


class CompanyCustomer(Sourced):
    """A customer of a company: usually the large firm that it may follow abroad."""

    class Trend(models.TextChoices):
        GROWING = "growing", _("growing")
        STEADY = "steady", _("steady")
        SHRINKING = "shrinking", _("shrinking")
        LOST = "lost", pgettext_lazy("customer", "lost")

    company = models.ForeignKey(Company, models.CASCADE, related_name="customers")
    name = models.CharField(_("customer"), max_length=200)
    share_percent = models.DecimalField(
        _("share of sales (%)"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    trend = models.CharField(_("trend"), max_length=10, choices=Trend.choices, blank=True)
    moved_to = models.CharField(_("moved to (country)"), max_length=2, blank=True)

    class Meta:
        ordering = ("company", "-share_percent")
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = (
            models.UniqueConstraint(
                fields=["company", "name"], name="companycustomer_one_per_name"
            ),
            models.CheckConstraint(
                condition=models.Q(share_percent__isnull=True)
                | models.Q(share_percent__range=(0, 100)),
                name="companycustomer_share_range",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OverseasBase(Sourced):
    """A plant or office abroad."""

    class Kind(models.TextChoices):
        FACTORY = "factory", _("factory")
        SALES = "sales", _("sales office")
        JOINT_VENTURE = "joint_venture", _("joint venture")
        PURCHASING = "purchasing", _("purchasing office")

    company = models.ForeignKey(Company, models.CASCADE, related_name="overseas_bases")
    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    since_year = models.PositiveSmallIntegerField(
        _("since"), null=True, blank=True, validators=[has_come]
    )

    class Meta:
        ordering = ("company", "country", "since_year")
        verbose_name = _("overseas base")
        verbose_name_plural = _("overseas bases")
        constraints = (is_a_year("since_year", "overseasbase_since_year"),)

    def __str__(self) -> str:
        return f"{self.country} {self.city}".strip()


@tracked()
class ExpansionIntent(Record, Sourced):
    """What a company says about going abroad."""

    class Mode(models.TextChoices):
        ALONE = "alone", _("alone")
        GROUP = "group", _("in a group")
        ACCOMPANYING = "accompanying", _("accompanying a large firm")

    company = models.OneToOneField(Company, models.CASCADE, related_name="intent")
    target_countries = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        verbose_name=_("target countries"),
    )
    mode = models.CharField(_("mode"), max_length=15, choices=Mode.choices, blank=True)
    horizon_months = models.PositiveSmallIntegerField(
        _("horizon (months)"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    budget_jpy = models.PositiveBigIntegerField(_("budget (JPY)"), null=True, blank=True)
    keeps_home_base = models.BooleanField(_("keeps the home base"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("expansion intent")
        verbose_name_plural = _("expansion intents")

    def __str__(self) -> str:
        return f"{self.company}: {', '.join(self.target_countries)}"


@tracked()
class CompanyCapability(Sourced):
    """A process that a company masters, with what it can do in it."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="company_capabilities")
    capability = models.ForeignKey(
        Capability,
        models.PROTECT,
        related_name="company_capabilities",
        verbose_name=_("capability"),
    )
    materials = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("materials")
    )
    precision_um = models.FloatField(
        _("tolerance (± µm)"), null=True, blank=True, validators=MEASURE
    )
    size_max_mm = models.FloatField(
        _("largest part (mm)"), null=True, blank=True, validators=MEASURE
    )
    monthly_volume = models.PositiveIntegerField(
        _("capacity (pieces a month)"), null=True, blank=True
    )
    equipment = models.CharField(_("equipment"), max_length=300, blank=True)

    class Meta:
        ordering = ("company", "capability")
        verbose_name = _("capability of a company")
        verbose_name_plural = _("capabilities of companies")
        constraints = (
            models.UniqueConstraint(
                fields=["company", "capability"], name="companycapability_unique"
            ),
            is_a_measure("precision_um", "companycapability_precision_positive"),
            is_a_measure("size_max_mm", "companycapability_size_positive"),
        )

    def __str__(self) -> str:
        return f"{self.company}: {self.capability}"

    def clean(self) -> None:
        """What it says does not contradict itself."""
        super().clean()
        if wrong := contradictions(
            precision_um=self.precision_um,
            size_max_mm=self.size_max_mm,
            monthly_volume=self.monthly_volume,
        ):
            raise ValidationError(wrong)


class CompanyCertificate(Sourced):
    """A certificate held."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="company_certificates")
    certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        related_name="company_certificates",
        verbose_name=_("certificate"),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ("company", "certificate")
        verbose_name = _("certificate held")
        verbose_name_plural = _("certificates held")
        constraints = (
            models.UniqueConstraint(
                fields=["company", "certificate"], name="companycertificate_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.company}: {self.certificate}"
