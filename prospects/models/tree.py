"""Records that hang below each other: no line of parents may come back to where it began."""

from __future__ import annotations

from typing import Any, Self, TypeVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from .record import Record

ModelT = TypeVar("ModelT", bound=models.Model)


class TreeQuerySet(models.QuerySet[ModelT]):
    """Nodes with a `parent`, to any depth."""

    def under(self, node: models.Model) -> Self:
        """The node itself and everything below it."""
        table = self.model._meta.db_table
        below = RawSQL(  # noqa: S611  # the table's name is ours
            "WITH RECURSIVE below(id) AS (SELECT %s::uuid UNION SELECT each.id"  # noqa: S608
            f' FROM "{table}" each JOIN below ON each.parent_id = below.id) SELECT id FROM below',
            [node.pk],
        )
        return self.filter(pk__in=below)


class Node(Record):
    """A node of a tree; its `parent` is a node of the same model."""

    parent: models.ForeignKey[Any, Any]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A node cannot stand below itself, whatever stands between."""
        super().clean()
        if not self._state.adding and (line := self._line_back()):
            raise ValidationError(
                {
                    "parent": _("The line of parents would come back to its beginning: %(line)s")
                    % {"line": " → ".join(line)}
                }
            )

    def _line_back(self) -> list[str]:
        """The keys from here up to here again; empty if the parents end at a root. One query."""
        nodes: Any = type(self)._default_manager
        known = {pk: (key, parent) for pk, key, parent in nodes.values_list("pk", "key", "parent")}
        line, at = [self._key()], getattr(self, "parent_id", None)
        while at is not None and at in known and len(line) <= len(known):
            line.append(known[at][0])
            if at == self.pk:
                return line
            at = known[at][1]
        return []

    def _key(self) -> str:
        return str(getattr(self, "key", self.pk))


def no_cycle(table: str) -> pgtrigger.Trigger:
    """Trigger for the table of a `Node`: the database itself refuses a cycle.

    Changes of parents wait for each other, so that two that are right alone cannot close one.
    """
    return pgtrigger.Trigger(
        name="no_cycle",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Q(new__parent__isnull=False),
        func=f"""
            PERFORM pg_advisory_xact_lock(hashtext('{table}.parent'));
            IF EXISTS (
                WITH RECURSIVE line(id, parent_id) AS (
                    SELECT id, parent_id FROM {table} WHERE id = NEW.parent_id
                    UNION
                    SELECT each.id, each.parent_id FROM {table} each
                    JOIN line ON each.id = line.parent_id
                )
                SELECT FROM line WHERE NEW.id IN (id, parent_id)
            ) THEN
                RAISE EXCEPTION 'the parents of a row of {table} come back to it'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_no_cycle';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  # the table's name is ours
    )
