"""How ready each company is, as last worked out: what lists are narrowed and sorted by."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .company import Company


class ReadinessLevel(models.IntegerChoices):
    """The rule's levels (`prospects.readiness.Level`), as they are stored."""

    UNKNOWN = -1, pgettext_lazy("readiness", "unknown")
    NONE = 0, pgettext_lazy("readiness", "none")
    SOME = 1, pgettext_lazy("readiness", "some")
    STRONG = 2, pgettext_lazy("readiness", "strong")


class CompanyReadiness(models.Model):
    """The three levels of a company on a day, without their evidence: the company's page has that.

    Written by `crm.readiness.renew` alone. `as_of` is the day that the levels were worked out for;
    where `ReadinessMark` names the company, its facts have changed since.
    """

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="readiness"
    )
    push = models.SmallIntegerField(_("Push to leave"), choices=ReadinessLevel.choices)
    will = models.SmallIntegerField(_("Will to go"), choices=ReadinessLevel.choices)
    strength = models.SmallIntegerField(_("Strength"), choices=ReadinessLevel.choices)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("readiness of a company")
        verbose_name_plural = _("readiness of companies")
        indexes = (
            models.Index(fields=["push", "company"], name="companyreadiness_push"),
            models.Index(fields=["will", "company"], name="companyreadiness_will"),
            models.Index(fields=["strength", "company"], name="companyreadiness_strength"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    push__range=(-1, 2), will__range=(-1, 2), strength__range=(-1, 2)
                ),
                name="companyreadiness_levels",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company}, {self.as_of}"


class ReadinessMark(models.Model):
    """A company one of whose facts changed; database triggers write it, whoever changes the fact.

    Only ever added to, so that nobody waits for anybody; `crm.readiness.renew` takes them away.
    `company_id` is no reference: it may name a company that is gone by then.
    """

    company_id = models.UUIDField(_("company"))
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("readiness to renew")
        verbose_name_plural = _("readiness to renew")
        indexes = (models.Index(fields=["company_id"], name="readinessmark_company"),)

    def __str__(self) -> str:
        return str(self.company_id)
