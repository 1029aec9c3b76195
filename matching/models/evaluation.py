"""A trial of the engine against simpler ways: what was asked for, how far it is, what was found."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models.record import UuidV7

from .match import WeightProfile


class EvaluationReportQuerySet(models.QuerySet["EvaluationReport"]):
    def working(self) -> Self:
        """Those that wait for their turn or are being made."""
        return self.filter(state__in=EvaluationReport.WORKING)


class EvaluationReport(models.Model):
    """One trial. With the same profile, seed, worlds and replicas it gives the same `results`.

    `results` is what `matching.reports.evaluate` returns; `done` of `total` worlds are tried.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    WORKING = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    profile = models.ForeignKey(
        WeightProfile, models.PROTECT, related_name="+", verbose_name=_("weight profile")
    )
    seed = models.PositiveIntegerField(_("seed"), default=1)
    worlds = ArrayField(models.CharField(max_length=20), verbose_name=_("kinds of worlds"))
    replicas = models.PositiveSmallIntegerField(_("worlds of each kind"))
    asked_by = models.CharField(_("asked for by"), max_length=150, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    done = models.PositiveIntegerField(_("worlds tried"), default=0)
    total = models.PositiveIntegerField(_("worlds to try"), default=0)
    worked_at = models.DateTimeField(_("last sign of work"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    results = models.JSONField(_("results"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = EvaluationReportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("evaluation report")
        verbose_name_plural = _("evaluation reports")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(results__isnull=False),
                name="evaluationreport_ready_has_results",
            ),
        )

    def __str__(self) -> str:
        return f"{self.profile} · {self.seed}"

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING
