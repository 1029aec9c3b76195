"""People who sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import UuidV7, tracked

from .team import Team


@tracked(exclude=["password", "last_login"])
class User(AbstractUser):
    """An officer, manager, analyst or administrator. What a role may do is in `crm.access`."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("investment officer")
        MANAGER = "manager", _("manager")
        ANALYST = "analyst", _("analyst")
        ADMINISTRATOR = "administrator", _("administrator")

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    first_name = None  # type: ignore[assignment]  # one name in one field: see `name`
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=Role.choices, default=Role.OFFICER)
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("team"),
    )
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    class Meta:
        ordering = ("name", "username")
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
