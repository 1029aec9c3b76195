"""Investment projects in the pipeline."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models import Firm, InvestmentZone, Match, Need, Site
from prospects.models import Company, Cooperative
from prospects.models.record import Record, tracked
from prospects.models.searched import name_index

from .stage import Stage
from .user import User


class Currency(models.TextChoices):
    KRW = "KRW", _("KRW")
    JPY = "JPY", _("JPY")
    USD = "USD", _("USD")


MOST = 10**18 - 1  # as many digits as the columns have


def _is_amount(field: str) -> models.Q:
    """Nothing, or above zero. NaN, which PostgreSQL puts above all numbers, is neither."""
    none = models.Q(**{f"{field}__isnull": True})
    return none | models.Q(**{f"{field}__range": (1, MOST)})


class DealQuerySet(models.QuerySet["Deal"]):
    def active(self) -> Self:
        return self.filter(status=Deal.Status.ACTIVE)

    def opened(
        self, *, since: dt.datetime | None = None, before: dt.datetime | None = None
    ) -> Self:
        """Deals opened, which is their first step, from one moment on and before another."""
        steps = StageChange.objects.filter(deal=models.OuterRef("pk")).order_by("at", "id")
        deals = self.alias(opened_at=models.Subquery(steps.values("at")[:1]))
        if since is not None:
            deals = deals.filter(opened_at__gte=since)
        return deals if before is None else deals.filter(opened_at__lt=before)


@tracked()
class Deal(Record):
    """An investment project: one or more investors, often behind a Korean firm's need."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        DORMANT = "dormant", _("dormant")
        LOST = "lost", _("lost")
        ABANDONED = "abandoned", _("abandoned")

    title = models.CharField(_("title"), max_length=200)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", verbose_name=_("stage"))
    stage_since = models.DateTimeField(_("in this stage since"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE
    )
    closed_because = models.CharField(_("reason"), max_length=300, blank=True)
    lost_to = models.CharField(_("country lost to"), max_length=2, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="deals", verbose_name=_("owner"))
    cooperative = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("cooperative"),
    )
    firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("accompanied firm"),
    )
    need = models.ForeignKey(
        Need,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("need"),
    )
    match = models.ForeignKey(
        Match,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("match"),
    )
    site = models.ForeignKey(
        Site,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("site"),
    )
    zone = models.ForeignKey(
        InvestmentZone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("investment zone"),
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.KRW
    )
    amount = models.DecimalField(
        _("expected amount"), max_digits=18, decimal_places=0, null=True, blank=True
    )
    notified_amount = models.DecimalField(
        _("notified amount"), max_digits=18, decimal_places=0, null=True, blank=True
    )
    arrived_amount = models.DecimalField(
        _("arrived amount"), max_digits=18, decimal_places=0, null=True, blank=True
    )
    jobs = models.PositiveIntegerField(_("jobs"), null=True, blank=True)
    probability = models.PositiveSmallIntegerField(
        _("probability (%)"), validators=[MaxValueValidator(100)], default=0
    )
    expected_on = models.DateField(_("expected notification"), null=True, blank=True)
    site_visit_on = models.DateField(_("site visit"), null=True, blank=True)
    mou_on = models.DateField(_("MOU/LOI signed"), null=True, blank=True)
    notified_on = models.DateField(_("notified"), null=True, blank=True)
    arrived_on = models.DateField(_("funds arrived"), null=True, blank=True)
    registered_on = models.DateField(_("registered"), null=True, blank=True)
    operating_on = models.DateField(_("operating since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    investors: models.ManyToManyField[Company, DealInvestor] = models.ManyToManyField(
        Company, through="DealInvestor", related_name="deals"
    )

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        indexes = (
            models.Index(fields=["stage", "status", "-id"], name="deal_stage_status"),
            models.Index(fields=["owner", "status", "-id"], name="deal_owner_status"),
            name_index("deal_names", "title"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(probability__lte=100), name="deal_probability_percent"
            ),
            models.CheckConstraint(
                condition=_is_amount("amount")
                & _is_amount("notified_amount")
                & _is_amount("arrived_amount"),
                name="deal_amounts_positive",
                violation_error_message=_("An amount must be above zero."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["lost", "abandoned"])
                | ~models.Q(closed_because=""),
                name="deal_closed_with_reason",
                violation_error_message=_("Say why the deal was lost or abandoned."),
            ),
        )

    def __str__(self) -> str:
        return self.title


@tracked()
class DealInvestor(models.Model):
    """A company's part in a deal: amount in the deal's currency, share of the voting rights."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="deal_investors")
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="deal_investors", verbose_name=_("company")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=0, null=True, blank=True
    )
    voting_percent = models.DecimalField(
        _("voting shares (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ("deal", "id")
        verbose_name = _("investor")
        verbose_name_plural = _("investors")
        constraints = (
            models.UniqueConstraint(fields=["deal", "company"], name="dealinvestor_unique"),
            models.CheckConstraint(
                condition=_is_amount("amount"),
                name="dealinvestor_amount_positive",
                violation_error_message=_("An amount must be above zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(voting_percent__isnull=True)
                | models.Q(voting_percent__range=(0, 100)),
                name="dealinvestor_voting_percent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal}: {self.company}"


class StageChangeQuerySet(models.QuerySet["StageChange"]):
    def with_outcome(self) -> Self:
        """Annotate what became of the deal after the step: `went_further`, or `ended` there."""
        further = StageChange.objects.filter(
            deal=models.OuterRef("deal"),
            at__gte=models.OuterRef("at"),
            to_stage__position__gt=models.OuterRef("to_stage__position"),
        )
        is_over = models.Q(
            deal__status__in=(Deal.Status.LOST, Deal.Status.ABANDONED),
            deal__stage=models.F("to_stage"),
            went_further=False,
        )
        return self.annotate(went_further=models.Exists(further)).annotate(
            ended=models.Case(
                models.When(is_over, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )


class StageChange(models.Model):
    """A deal's step from one stage to another: the funnel and the ageing are counted from these."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="stage_changes")
    from_stage = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="departures"
    )
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="arrivals")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="stage_changes"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        ordering = ("deal", "at", "id")
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        indexes = (models.Index(fields=["to_stage", "at"], name="stagechange_to_at"),)

    def __str__(self) -> str:
        return f"{self.deal}: {self.to_stage}"
