"""Contacts made and planned: one model for both."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from matching.models import Need
from prospects.models import Company, Contact, Cooperative
from prospects.models.record import Record, tracked

from .campaign import Campaign
from .deal import Deal
from .user import User


class ActivityQuerySet(models.QuerySet["Activity"]):
    def planned(self) -> Self:
        return self.filter(status=Activity.Status.PLANNED)

    def done(self) -> Self:
        return self.filter(status=Activity.Status.DONE)

    def overdue(self, now: dt.datetime) -> Self:
        return self.planned().filter(planned_for__lt=now)


@tracked(exclude=["at"])
class Activity(Record):
    """A call, visit, seminar or to-do: planned → done | cancelled."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        EMAIL = "email", _("e-mail")
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visit")
        SEMINAR = "seminar", _("seminar")
        DELEGATION = "delegation", _("delegation")
        EXHIBITION = "exhibition", _("exhibition")
        TODO = "todo", _("to-do")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CALL)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    subject = models.CharField(_("subject"), max_length=200)
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("company"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("cooperative"),
    )
    deal = models.ForeignKey(
        Deal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("deal"),
    )
    need = models.ForeignKey(
        Need,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("need"),
    )
    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("campaign"),
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="activities", verbose_name=_("owner")
    )
    colleagues = models.ManyToManyField(
        User, related_name="joined_activities", blank=True, verbose_name=_("colleagues")
    )
    contacts = models.ManyToManyField(
        Contact, related_name="activities", blank=True, verbose_name=_("contacts")
    )
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # The one time that time lines sort by; kept by the database, so bulk loads get it too.
    at = models.GeneratedField(
        expression=Coalesce("done_at", "planned_for"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    outcome = models.TextField(_("outcome"), blank=True)
    next_activity = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="previous_activity",
        verbose_name=_("next step"),
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = (
            models.Index(fields=["company", "-at", "-id"], name="activity_company_at"),
            models.Index(fields=["deal", "-at", "-id"], name="activity_deal_at"),
            models.Index(fields=["cooperative", "-at", "-id"], name="activity_cooperative_at"),
            models.Index(fields=["-at", "-id"], name="activity_at"),
            models.Index(
                fields=["owner", "planned_for"],
                condition=models.Q(status="planned"),
                name="activity_owner_planned",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status="planned") | models.Q(planned_for__isnull=False),
                name="activity_planned_has_time",
                violation_error_message=_("Say when it is planned."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="done") | models.Q(done_at__isnull=False),
                name="activity_done_has_time",
                violation_error_message=_("Say when it was done."),
            ),
        )

    def __str__(self) -> str:
        return self.subject
