"""The taxonomy of processes as a whole: who stands above whom, to any depth. One query each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from prospects.models import Capability


@dataclass(frozen=True)
class Taxonomy:
    """All nodes in their order, each after its parent. Made by `taxonomy()`."""

    nodes: Mapping[UUID, Capability]

    @cached_property
    def children(self) -> Mapping[UUID | None, tuple[Capability, ...]]:
        """The nodes straight below each, in order; those without a parent under None."""
        found: dict[UUID | None, list[Capability]] = {}
        for node in self.nodes.values():
            found.setdefault(node.parent_id, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def line(self, node: Capability) -> tuple[Capability, ...]:
        """From the root down to the node itself."""
        up = [node]
        while (parent := up[-1].parent_id) is not None and len(up) <= len(self.nodes):
            up.append(self.nodes[parent])
        return tuple(reversed(up))

    def root(self, node: Capability) -> Capability:
        """The family that the node belongs to, or the process that belongs to none."""
        return self.line(node)[0]

    def walk(self, below: UUID | None = None, depth: int = 0) -> Iterator[tuple[int, Capability]]:
        """Every node with its depth, each before what is below it."""
        for node in self.children.get(below, ()):
            yield depth, node
            yield from self.walk(node.pk, depth + 1)


def taxonomy() -> Taxonomy:
    """The taxonomy as it is stored now."""
    nodes = Capability.objects.order_by("position", "key")
    return Taxonomy({node.pk: node for node in nodes})


def counts_below(rows: QuerySet[Any], *, of: str) -> dict[UUID, int]:
    """How many different `of` the rows have at each node or below it; one query.

    The rows have a `capability`, as a company's or a need's have.
    """
    wanted, parameters = rows.order_by().values_list("capability_id", of).query.sql_with_params()
    table = Capability._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE up(node, above) AS (
                SELECT id, id FROM {table}
                UNION
                SELECT up.node, each.parent_id FROM up JOIN {table} each ON each.id = up.above
                WHERE each.parent_id IS NOT NULL
            )
            SELECT up.above, count(DISTINCT wanted.counted)
            FROM up JOIN ({wanted}) wanted(capability_id, counted)
                ON wanted.capability_id = up.node
            GROUP BY up.above
            """,  # noqa: S608  # the query is the ORM's, with its parameters beside it
            parameters,
        )
        return dict(cursor.fetchall())
