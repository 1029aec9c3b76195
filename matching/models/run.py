"""A whole run of scoring: who started it, how far it is, what it changed; cut into chunks."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models.record import UuidV7

from .match import WeightProfile


class ScoringRunQuerySet(models.QuerySet["ScoringRun"]):
    def running(self) -> Self:
        """The one that is being worked on, if any."""
        return self.filter(state=ScoringRun.State.RUNNING)


class ScoringRun(models.Model):
    """One scoring of all companies against all open needs, with one weight profile.

    `started_at` is the `scored_at` of what it writes. The counts of matches are known at its end.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("given up for a newer one")

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    profile = models.ForeignKey(
        WeightProfile, models.PROTECT, related_name="+", verbose_name=_("weight profile")
    )
    asked_by = models.CharField(_("asked for by"), max_length=150, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    started_at = models.DateTimeField(_("started"))
    worked_at = models.DateTimeField(_("last sign of work"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    companies = models.PositiveIntegerField(_("companies"), default=0)
    needs = models.PositiveIntegerField(_("needs"), default=0)
    written = models.PositiveIntegerField(_("matches"), null=True, blank=True)
    added = models.PositiveIntegerField(_("new matches"), null=True, blank=True)
    changed = models.PositiveIntegerField(_("changed matches"), null=True, blank=True)
    removed = models.PositiveIntegerField(_("matches gone"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = ScoringRunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("scoring run")
        verbose_name_plural = _("scoring runs")
        constraints = (
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="running"),
                name="scoringrun_one_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.profile} · {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it is not at its end."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class ScoringChunk(models.Model):
    """The companies with keys from `first` to `last`, scored by one task at a time.

    Whoever works on it holds it until `leased_until`; what it found stands in the staging tables.
    `read_at`: when the facts were read from which that was made.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    run = models.ForeignKey(
        ScoringRun, models.CASCADE, related_name="chunks", verbose_name=_("scoring run")
    )
    number = models.PositiveIntegerField(_("number"))
    first = models.UUIDField(_("first key"))
    last = models.UUIDField(_("last key"))
    companies = models.PositiveIntegerField(_("companies"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True)
    read_at = models.DateTimeField(_("facts read"), null=True, blank=True)

    class Meta:
        ordering = ("run", "number")
        verbose_name = _("part of a scoring run")
        verbose_name_plural = _("parts of scoring runs")
        constraints = (
            models.UniqueConstraint(fields=["run", "number"], name="scoringchunk_number"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class ScoringTouch(models.Model):
    """A company or a need that was scored on its own while a whole run was on its way.

    What the run had read of it before `at` is out of date, and is left out when it is merged.
    """

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="touches")
    company_key = models.UUIDField(null=True)
    need_key = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("record scored meanwhile")
        verbose_name_plural = _("records scored meanwhile")

    def __str__(self) -> str:
        return f"{self.company_key or self.need_key}"


# What chunks found, until the run is merged. Written by COPY and read by SQL only, so no foreign
# keys: whoever was deleted meanwhile drops out of the join.


class StagedMatch(models.Model):
    """A candidate. stays: in its company's list, or decided about; ranked: may be in its need's."""

    chunk_key = models.UUIDField(db_index=True)
    company_key = models.UUIDField()
    need_key = models.UUIDField()
    score = models.FloatField()
    confidence = models.FloatField()
    priority = models.FloatField()
    rank = models.BigIntegerField()
    freshness = models.FloatField(null=True)
    capability_part = models.FloatField(null=True)
    precision_part = models.FloatField(null=True)
    customer_part = models.FloatField(null=True)
    intent_part = models.FloatField(null=True)
    capacity_part = models.FloatField(null=True)
    location_part = models.FloatField(null=True)
    group_part = models.FloatField(null=True)
    setback = models.FloatField()
    reasons = models.JSONField()
    stays = models.BooleanField()
    ranked = models.BooleanField()

    class Meta:
        verbose_name = _("staged match")
        verbose_name_plural = _("staged matches")

    def __str__(self) -> str:
        return f"{self.company_key} × {self.need_key}"


class StagedExclusion(models.Model):
    """A company that would be listed but for the need's musts."""

    chunk_key = models.UUIDField()
    company_key = models.UUIDField()
    need_key = models.UUIDField()
    score = models.FloatField()
    confidence = models.FloatField()
    priority = models.FloatField()
    rank = models.BigIntegerField()
    reasons = ArrayField(models.CharField(max_length=20))

    class Meta:
        verbose_name = _("staged exclusion")
        verbose_name_plural = _("staged exclusions")

    def __str__(self) -> str:
        return f"{self.company_key} × {self.need_key}"


class StagedScreening(models.Model):
    """A chunk's counts of a need; those of all chunks add up."""

    chunk_key = models.UUIDField()
    need_key = models.UUIDField()
    able = models.PositiveIntegerField()
    passing = models.PositiveIntegerField()
    certificate_lacking = models.PositiveIntegerField()
    certificate_ends = models.PositiveIntegerField()
    size_short = models.PositiveIntegerField()
    start_late = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("staged screening")
        verbose_name_plural = _("staged screenings")

    def __str__(self) -> str:
        return f"{self.need_key}"
