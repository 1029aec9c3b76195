"""What somebody is told of without asking: a register change, new hits of a watched search."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models import Company, Cooperative
from prospects.models.record import UuidV7

from .deal import Deal
from .user import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notification(models.Model):
    """One piece of news for one person.

    It keeps facts, not words: `crm.notifications.told` says them in the reader's language. It is
    about a company, a cooperative or a deal, or leads to `url` (an address of this site). `once`
    names the event, so that telling it again adds nothing.
    """

    class Kind(models.TextChoices):
        REGISTER = "register", _("register change")
        WATCH = "watch", _("watched search")
        DECISION = "decision", _("decision of a group")
        SILENCE = "silence", _("nothing happened")
        PLAN = "plan", _("approved plan")
        FEEDBACK = "feedback", _("feedback on an introduction")
        SECOND_LOOK = "second_look", _("second look due")

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    recipient = models.ForeignKey(
        User, models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("company"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("cooperative"),
    )
    deal = models.ForeignKey(
        Deal,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("deal"),
    )
    url = models.CharField(_("address"), max_length=300, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    once = models.CharField(_("event"), max_length=120, blank=True)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = (
            models.Index(fields=["recipient", "-id"], name="notification_recipient"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(seen_at=None),
                name="notification_unseen",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "once"],
                condition=~models.Q(once=""),
                name="notification_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.company or self.cooperative or self.deal or ''}"
