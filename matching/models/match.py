"""A company fit for a need: what the engine computed, and what people decided about it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from prospects.models import Company
from prospects.models.record import Record, tracked

from .exclusion import Screening
from .need import Need


@tracked()
class WeightProfile(Record):
    """A version of the weights of the score's parts; a stored match names its version.

    The weights of a version never change: other weights are another version (`matching.profiles`).
    """

    revision = models.PositiveIntegerField(_("revision"), unique=True)
    capability = models.FloatField(_("capability fit"), validators=[MinValueValidator(0)])
    precision = models.FloatField(
        _("precision and size"), default=0, validators=[MinValueValidator(0)]
    )
    customer = models.FloatField(_("customer tie"), validators=[MinValueValidator(0)])
    intent = models.FloatField(_("expansion intent"), validators=[MinValueValidator(0)])
    capacity = models.FloatField(_("capacity"), validators=[MinValueValidator(0)])
    location = models.FloatField(_("location"), validators=[MinValueValidator(0)])
    group = models.FloatField(_("group fit"), default=0, validators=[MinValueValidator(0)])
    is_active = models.BooleanField(_("in use"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_by = models.CharField(_("made by"), max_length=150, blank=True)
    used_since = models.DateTimeField(_("in use since"), null=True, blank=True)
    used_by = models.CharField(_("put in use by"), max_length=150, blank=True)

    class Meta:
        ordering = ("-revision",)
        verbose_name = _("weight profile")
        verbose_name_plural = _("weight profiles")
        constraints = (
            models.UniqueConstraint(
                fields=["is_active"],
                condition=models.Q(is_active=True),
                name="weightprofile_one_in_use",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    capability__gte=0,
                    precision__gte=0,
                    customer__gte=0,
                    intent__gte=0,
                    capacity__gte=0,
                    location__gte=0,
                    group__gte=0,
                ),
                name="weightprofile_no_negative_weight",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    capability__gt=-models.F("precision")
                    - models.F("customer")
                    - models.F("intent")
                    - models.F("capacity")
                    - models.F("location")
                    - models.F("group")
                ),
                name="weightprofile_weights_sum_positive",
                violation_error_message=_("At least one weight must be above zero."),
            ),
        )

    def __str__(self) -> str:
        return f"#{self.revision}"


class MatchQuerySet(models.QuerySet["Match"]):
    def ranked(self) -> Self:
        """Best first; ties by key, so that the order never flickers."""
        return self.order_by("-priority", "id")

    def standing(self) -> Self:
        """Not rejected."""
        return self.exclude(status=Match.Status.REJECTED)

    def of_need(self, need_id: uuid.UUID) -> Self:
        """A need's list: while the rest of it is about to be written anew, what was written first
        (`matching.listing`), found by its companies, as thousands of older ones may stand higher.
        """
        rows = self.filter(need=need_id)
        screening = Screening.objects.filter(need=need_id, is_whole=False).first()
        return rows if screening is None else rows.filter(company__in=screening.listed)

    def decided(self) -> Self:
        """About which people have said something."""
        return self.exclude(status=Match.Status.SUGGESTED)

    def rejected(self) -> Self:
        return self.filter(status=Match.Status.REJECTED)

    def to_look_again(self, today: dt.date) -> Self:
        """Rejected, and the day to look again has come or what stood in the way has changed."""
        due = models.Q(look_again_on__lte=today) | models.Q(answered_at__isnull=False)
        return self.rejected().filter(due)


@pghistory.track(
    # The engine rewrites scores by the ten thousand: only what people decide is history.
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "status", "rejected_because", "rejected_kind", "rejected_by", "look_again_on"
        )
    ),
    pghistory.DeleteEvent(condition=~pghistory.Q(old__status="suggested")),
    fields=[
        "company",
        "need",
        "status",
        "rejected_kind",
        "rejected_by",
        "rejected_because",
        "look_again_on",
        "score",
    ],
    model_name="MatchEvent",
)
class Match(Record):
    """Company × need. The score columns belong to the engine, status and its reason to people."""

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        SHORTLISTED = "shortlisted", _("shortlisted")
        INTRODUCED = "introduced", _("introduced")
        IN_TALKS = "in_talks", _("in talks")
        CONVERTED = "converted", _("converted")
        REJECTED = "rejected", _("rejected")

    class Rejection(models.TextChoices):
        """Why not. What follows from each is in `matching.rejections`."""

        CAPABILITY = "capability", _("Wrong process or quality")
        PRECISION = "precision", _("Precision or part size not enough")
        CERTIFICATE = "certificate", _("Certificate missing")
        CAPACITY = "capacity", _("No capacity to spare")
        PRICE = "price", _("Price too high")
        FINANCES = "finances", _("Finances too weak")
        ABROAD = "abroad", _("No interest in going abroad")
        TIES = "ties", _("Already supplied, or tied to a competitor")
        TIMING = "timing", _("Not now: later")
        UNREACHABLE = "unreachable", _("Could not be reached")
        OTHER = "other", _("Another reason")

    class Side(models.TextChoices):
        """Whose word it is."""

        AGENCY = "agency", _("the officer")
        FIRM = "firm", _("the Korean firm")
        COMPANY = "company", _("the Japanese company")

    # No index of their own: others begin with them, and each costs every match that is written.
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="matches", verbose_name=_("company"), db_index=False
    )
    need = models.ForeignKey(
        Need, models.CASCADE, related_name="matches", verbose_name=_("need"), db_index=False
    )
    profile = models.ForeignKey(
        WeightProfile, models.PROTECT, related_name="matches", verbose_name=_("weight profile")
    )
    score = models.FloatField(_("score"))
    confidence = models.FloatField(_("confidence"))
    # What rejections by the same Korean group leave of the priority (`matching.setbacks`).
    setback = models.FloatField(_("setback"), default=1, db_default=1)
    priority = models.GeneratedField(
        # The score drawn towards the prior of `matching.scoring` by what is not known: doubt takes
        # away and never adds. Less by what the firm's group has turned down.
        expression=models.F("setback")
        * Least(models.F("score"), 0.55 + models.F("confidence") * (models.F("score") - 0.55)),
        output_field=models.FloatField(),
        db_persist=True,
        verbose_name=_("priority"),
    )
    freshness = models.FloatField(_("freshness of the evidence"), null=True, blank=True)
    capability_part = models.FloatField(_("capability fit"), null=True, blank=True)
    precision_part = models.FloatField(_("precision and size"), null=True, blank=True)
    customer_part = models.FloatField(_("customer tie"), null=True, blank=True)
    intent_part = models.FloatField(_("expansion intent"), null=True, blank=True)
    capacity_part = models.FloatField(_("capacity"), null=True, blank=True)
    location_part = models.FloatField(_("location"), null=True, blank=True)
    group_part = models.FloatField(_("group fit"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    scored_at = models.DateTimeField(_("scored"))
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.SUGGESTED
    )
    status_at = models.DateTimeField(_("status since"), null=True, blank=True)
    rejected_kind = models.CharField(
        _("reason of the rejection"),
        max_length=12,
        choices=Rejection.choices,
        blank=True,
        default="",
        db_default="",
    )
    rejected_by = models.CharField(
        _("whose rejection"),
        max_length=8,
        choices=Side.choices,
        blank=True,
        default="",
        db_default="",
    )
    rejected_because = models.CharField(_("rejected because"), max_length=300, blank=True)
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    # The reasons as they stood when it was rejected, and since when newer ones answer them.
    reasons_then = models.JSONField(_("reasons when rejected"), null=True, blank=True)
    answered_at = models.DateTimeField(_("objection answered"), null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ("-priority", "id")
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        indexes = (
            models.Index(fields=["need", "-priority", "id"], name="match_need_rank"),
            models.Index(fields=["company", "-priority", "id"], name="match_company_rank"),
            models.Index(fields=["-priority", "id"], name="match_rank"),
            models.Index(
                fields=["need", "company"],
                condition=~models.Q(status="suggested"),
                name="match_decided",
            ),
            models.Index(
                fields=["rejected_kind", "-status_at"],
                condition=models.Q(status="rejected"),
                name="match_rejected",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["company", "need"], name="match_unique"),
            models.CheckConstraint(
                condition=models.Q(score__range=(0, 1), confidence__range=(0, 1)),
                name="match_score_range",
            ),
            models.CheckConstraint(
                condition=models.Q(setback__gt=0, setback__lte=1), name="match_setback_range"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="rejected")
                | (~models.Q(rejected_kind="") & ~models.Q(rejected_kind="other"))
                | ~models.Q(rejected_because=""),
                name="match_rejected_with_reason",
                violation_error_message=_("Say why the match is rejected."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.company} × {self.need}"
