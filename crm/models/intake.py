"""Imports of spreadsheets: the file, what its columns are, its rows and what became of them."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prospects.models import Cooperative
from prospects.models.record import Record

from .user import User


class Intake(Record):
    """One file and what is done with it. `contents` and `mapping` are as `crm.intake` keeps them.

    A state that ends in -ing is work in the background; nothing of the data is changed before
    WRITING has ended, and then all of it at once.
    """

    class Kind(models.TextChoices):
        COMPANIES = "companies", _("companies")
        CONTACTS = "contacts", _("contact persons")
        ACTIVITIES = "activities", _("activities")
        MEMBERS = "members", _("members of a cooperative")
        FIRMS = "firms", _("Korean firms")
        SITES = "sites", _("sites of Korean firms")
        NEEDS = "needs", _("needs")

    class State(models.TextChoices):
        OPENING = "opening", _("reading the file")
        REFUSED = "refused", _("file not readable")
        COLUMNS = "columns", _("waiting for its columns")
        CHECKING = "checking", _("checking the rows")
        READY = "ready", _("ready to be written")
        WRITING = "writing", _("writing")
        DONE = "done", pgettext_lazy("import", "done")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPENING
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="intakes", verbose_name=_("imported by")
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="intakes",
        verbose_name=_("cooperative"),
    )
    file_name = models.CharField(_("file"), max_length=255)
    encoding = models.CharField(_("encoding"), max_length=10, blank=True)
    contents = models.JSONField(default=dict, blank=True)
    sheet = models.PositiveSmallIntegerField(_("sheet"), default=0)
    heading_row = models.SmallIntegerField(_("row of the headings"), default=0)
    headings = ArrayField(models.TextField(), default=list, blank=True)
    headings_key = models.CharField(max_length=64, blank=True)
    mapping = ArrayField(models.CharField(max_length=40, blank=True), default=list, blank=True)
    options = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(_("written"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    WORKING = (State.OPENING, State.CHECKING, State.WRITING, State.UNDOING)
    OPEN = (*WORKING, State.REFUSED, State.COLUMNS, State.READY)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = (
            models.Index(fields=["kind", "headings_key", "-id"], name="intake_headings"),
            models.Index(fields=["owner", "-id"], name="intake_owner"),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    def count(self, status: str) -> int:
        """How many rows have a status, as counted when they were checked."""
        return int(self.counts.get(status, 0))


#: Rows that become new records.
MAKING = (Q(status="create") | Q(status="duplicate", choice="create")) & ~Q(choice="skip")
#: Rows that change a record.
CHANGING = (Q(status="update") | Q(status="duplicate", choice="update")) & ~Q(choice="skip")
#: Rows that will not be, or were not, written although they say something.
LEFT_OUT = Q(status="error") | Q(status="duplicate", choice="") | Q(choice="skip")


class IntakeRowQuerySet(models.QuerySet["IntakeRow"]):
    def making(self) -> Self:
        return self.filter(MAKING)

    def changing(self) -> Self:
        return self.filter(CHANGING)

    def left_out(self) -> Self:
        return self.filter(LEFT_OUT)


class IntakeRow(models.Model):
    """One row of a file, filled by COPY. `record` is the record that it made or changed."""

    class Status(models.TextChoices):
        CREATE = "create", pgettext_lazy("row of a list", "new")
        UPDATE = "update", pgettext_lazy("row of a list", "changes")
        SAME = "same", _("nothing new")
        DUPLICATE = "duplicate", _("possibly there already")
        ERROR = "error", _("with errors")

    class Choice(models.TextChoices):
        CREATE = "create", _("add anyway")
        UPDATE = "update", _("update the existing one")
        SKIP = "skip", _("leave out")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(pgettext_lazy("row of a list", "line"))
    cells = ArrayField(models.TextField())
    key = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    candidates: models.JSONField[Any, Any] = models.JSONField(default=list)
    stored: models.JSONField[Any, Any] = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    links: models.JSONField[Any, Any] = models.JSONField(default=dict)
    changes: models.JSONField[Any, Any] = models.JSONField(default=dict)
    target = models.UUIDField(null=True)
    target_version = models.PositiveIntegerField(null=True)
    record = models.UUIDField(null=True)
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    after: models.JSONField[Any, Any] = models.JSONField(null=True)
    linked: models.JSONField[Any, Any] = models.JSONField(null=True)
    kept: models.JSONField[Any, Any] = models.JSONField(null=True)

    objects = IntakeRowQuerySet.as_manager()

    class Meta:
        ordering = ("intake", "line")
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = (
            models.Index(fields=["intake", "status", "line"], name="intakerow_status"),
            models.Index(fields=["intake", "key"], condition=~Q(key=""), name="intakerow_key"),
        )
        constraints = (models.UniqueConstraint(fields=["intake", "line"], name="intakerow_line"),)

    def __str__(self) -> str:
        return f"{self.intake_id}: {self.line}"
