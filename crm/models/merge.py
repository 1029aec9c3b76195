"""Companies merged into one, with all that undoing it takes; and companies said to be different."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from prospects.models import Company
from prospects.models.record import UuidV7

from .user import User


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Merges that were not undone."""
        return self.filter(undone_at=None)

    def of_absorbed(self, key: object) -> Self:
        """Merges in which the company with this key went into another."""
        return self.filter(absorbed__contains=[key])


class Merge(models.Model):
    """One merge: `absorbed` went into `survivor`. `changes` is read by `crm.merging` only."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    survivor = models.ForeignKey(
        Company, models.CASCADE, related_name="merges", verbose_name=_("company")
    )
    absorbed = ArrayField(models.UUIDField(), verbose_name=_("merged companies"))
    absorbed_names = ArrayField(models.CharField(max_length=200))
    at = models.DateTimeField(_("merged"))
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merges",
        verbose_name=_("merged by"),
    )
    changes = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="undone_merges",
        verbose_name=_("undone by"),
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        indexes = (
            GinIndex(fields=["absorbed"], name="merge_absorbed"),
            models.Index(fields=["-at", "-id"], name="merge_newest"),
        )

    def __str__(self) -> str:
        return f"{', '.join(self.absorbed_names)} → {self.survivor}"


class Distinction(models.Model):
    """Somebody looked at companies that seem to be one and said that they are different ones."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="distinctions",
        verbose_name=_("said by"),
    )
    at = models.DateTimeField(_("said"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")

    def __str__(self) -> str:
        return " ≠ ".join(str(each.company) for each in self.companies.all())


class DistinctCompany(models.Model):
    """One of the companies that a distinction keeps apart: any two of them are different."""

    distinction = models.ForeignKey(Distinction, models.CASCADE, related_name="companies")
    company = models.ForeignKey(Company, models.CASCADE, related_name="distinctions")

    class Meta:
        ordering = ("distinction", "id")
        verbose_name = _("company kept apart")
        verbose_name_plural = _("companies kept apart")
        constraints = (
            models.UniqueConstraint(
                fields=["distinction", "company"], name="distinctcompany_unique"
            ),
        )

    def __str__(self) -> str:
        return str(self.company)
