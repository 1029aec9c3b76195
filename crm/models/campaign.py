"""Seminars, delegations and exhibitions, with whom they invite."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models import Cluster, Company
from prospects.models.record import Named, Record, has_a_name, tracked
from prospects.models.searched import name_index

from .user import User


@tracked()
class Campaign(Record, Named):
    """A seminar in Hamamatsu, a delegation to Gumi: it groups activities."""

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("seminar")
        DELEGATION = "delegation", _("delegation")
        EXHIBITION = "exhibition", _("exhibition")
        MAILING = "mailing", _("mailing")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    cluster = models.ForeignKey(
        Cluster,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("cluster"),
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="campaigns", verbose_name=_("owner")
    )
    goal = models.TextField(_("goal"), blank=True)
    result = models.TextField(_("result"), blank=True)

    class Meta:
        ordering = ("-starts_on", "-id")
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = (name_index("campaign_names", "name_ja", "name_ko", "name_en", "place"),)
        constraints = (
            has_a_name("campaign_has_name"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_period",
                violation_error_message=_("The end must not be before the start."),
            ),
        )


@tracked()
class CampaignInvitee(models.Model):
    """A company invited, and what came of it."""

    class Response(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        ATTENDED = "attended", _("attended")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="invitees")
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="invitations", verbose_name=_("company")
    )
    response = models.CharField(
        _("response"), max_length=10, choices=Response.choices, default=Response.INVITED
    )
    result = models.CharField(_("result"), max_length=300, blank=True)

    class Meta:
        ordering = ("campaign", "id")
        verbose_name = _("invitee")
        verbose_name_plural = _("invitees")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "company"], name="campaigninvitee_unique"),
        )

    def __str__(self) -> str:
        return f"{self.campaign}: {self.company}"
