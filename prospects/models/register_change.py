"""What changed in the national register, as its loads found it: new, renamed, moved, closed…"""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .record import UuidV7
from .register import RegisterEntry, RegisterLoad


class RegisterChangeQuerySet(models.QuerySet["RegisterChange"]):
    def unfollowed(self) -> Self:
        """Changes that nobody has been told of yet."""
        return self.filter(followed_at=None)

    def over_border(self, municipality_codes: Collection[str], *, into: bool) -> Self:
        """Moves into, or out of, some municipalities whose other end is known."""
        here, there = "municipality_code", "municipality_before"
        if not into:
            here, there = there, here
        moves = self.filter(kind=RegisterChange.Kind.MOVED).exclude(municipality_before="")
        return moves.filter(**{f"{here}__in": municipality_codes}).exclude(
            **{f"{there}__in": municipality_codes}
        )

    def of_number(self, corporate_number: str) -> Self:
        return self.filter(corporate_number=corporate_number)


class RegisterChange(models.Model):
    """One thing that changed about one corporate number, written by a load and never edited.

    `name`, `address` and `municipality_code` are those after the change, the `…_before` ones those
    that it replaced, empty where no earlier state is known. `followed_at` is when whoever tracks
    the number was told.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("newly registered")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", pgettext_lazy("register", "moved")
        REZONED = "rezoned", _("municipality reformed")
        CLOSED = "closed", _("registration closed")
        MERGED = "merged", _("merged away")
        RESTORED = "restored", _("registration restored")
        ABSORBED = "absorbed", _("absorbed another company")
        STRUCK = "struck", _("trade name struck")
        DELETED = "deleted", _("number deleted")

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    corporate_number = models.CharField(_("corporate number"), max_length=13)
    kind = models.CharField(_("change"), max_length=10, choices=Kind.choices)
    entity_kind = models.CharField(
        _("kind of body"), max_length=3, choices=RegisterEntry.Kind.choices, blank=True
    )
    changed_on = models.DateField(_("changed on"))
    published_on = models.DateField(_("published on"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    name_before = models.CharField(_("name before"), max_length=150, blank=True)
    address = models.TextField(_("address"), blank=True)
    address_before = models.TextField(_("address before"), blank=True)
    municipality_code = models.CharField(_("municipality code"), max_length=5, blank=True)
    municipality_before = models.CharField(_("municipality before"), max_length=5, blank=True)
    close_cause = models.CharField(
        _("cause of closing"), max_length=2, choices=RegisterEntry.CloseCause.choices, blank=True
    )
    successor_number = models.CharField(_("successor"), max_length=13, blank=True)
    details = models.CharField(_("details of the change"), max_length=500, blank=True)
    load = models.ForeignKey(
        RegisterLoad, models.CASCADE, related_name="changes", verbose_name=_("register load")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    followed_at = models.DateTimeField(_("followed"), null=True, blank=True, editable=False)

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_on", "-id")
        verbose_name = _("register change")
        verbose_name_plural = _("register changes")
        indexes = (
            models.Index(fields=["corporate_number", "-recorded_at"], name="registerchange_number"),
            models.Index(fields=["municipality_code", "changed_on"], name="registerchange_to"),
            models.Index(
                fields=["municipality_before", "changed_on"],
                condition=models.Q(kind="moved"),
                name="registerchange_from",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(followed_at=None),
                name="registerchange_unfollowed",
            ),
        )
        constraints = (
            # The same publication, loaded again or after a later one was lost, says nothing new.
            models.UniqueConstraint(
                fields=["corporate_number", "kind", "changed_on", "published_on"],
                name="registerchange_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name or self.corporate_number}: {self.get_kind_display()}"
