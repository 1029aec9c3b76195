"""What every stored noun has in common: key, times, version, demo flag, source, history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pghistory
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

ModelT = TypeVar("ModelT", bound=models.Model)


class UuidV7(models.Func):
    """PostgreSQL 18's uuidv7(): keys sort by creation time, so keyset pages need no column."""

    function = "uuidv7"
    output_field = models.UUIDField()


class StaleRecordError(Exception):
    """Somebody else saved the record after it was read; nothing was written."""

    def __init__(self, record: models.Model) -> None:
        super().__init__(
            _("Somebody else changed this record meanwhile. Look at it again, then save.")
        )
        self.record = record


class Record(models.Model):
    """A noun that people edit."""

    id = models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """A fact that says where it comes from and which day it describes."""

    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        abstract = True


class Named(models.Model):
    """A name in the three working languages; at least one is always there."""

    name_ja = models.CharField(_("name (Japanese)"), max_length=200, blank=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=200, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_ko or self.name_ja or self.name_en


def has_a_name(name: str) -> models.CheckConstraint:
    """Constraint for a `Named` model: one of the three names is filled."""
    empty = models.Q(name_ja="") & models.Q(name_ko="") & models.Q(name_en="")
    return models.CheckConstraint(
        condition=~empty,
        name=name,
        violation_error_message=_("Give the name in at least one language."),
    )


def save_versioned(record: Record, *, fields: Iterable[str]) -> None:
    """Write the named fields of `record`, unless it was saved by others since it was read.

    Raises StaleRecordError, having written nothing. On success `record.version` is the new one.
    """
    names = [*fields]
    values: dict[str, Any] = {name: getattr(record, name) for name in names}
    written = (
        models.QuerySet(type(record))
        .filter(pk=record.pk, version=record.version)
        .update(**values, version=record.version + 1, updated_at=Now())
    )
    if not written:
        raise StaleRecordError(record)
    record.version += 1


def tracked(*, exclude: Iterable[str] = ()) -> Callable[[type[ModelT]], type[ModelT]]:
    """Keep every insert, update and delete of a model in its event table, with who did it."""
    decorate: Callable[[type[ModelT]], type[ModelT]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True)),
        pghistory.DeleteEvent(),
        exclude=[*exclude] or None,
    )
    return decorate
