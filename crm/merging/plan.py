"""Which rows a merge would move, join and drop. Reads, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from django.db import models

from crm.merging import rows
from crm.merging.relations import DERIVED, Relation, relation_named, relations_to
from crm.merging.rows import Row
from crm.merging.rules import joined
from prospects.models import Company

#: Relation → keys of the companies whose row stays, whatever the rule prefers.
Preferred = Mapping[str, Collection[str]]


@dataclass
class Step:
    """What happens to the rows of one relation. Keys are texts, as in JSON."""

    relation: Relation
    #: (key, from, to): rows that refer to another record and are otherwise as they were.
    moved: list[tuple[str, str, str]] = field(default_factory=list)
    #: (row, key): rows that go, each with the one that stands for it.
    dropped: list[tuple[Row, str]] = field(default_factory=list)
    #: (before, after): rows that take something over from those that go.
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    #: Keys of rows that are made anew from others.
    derived: list[str] = field(default_factory=list)
    #: Key → row that stays for others and takes nothing over; for showing only.
    kept: dict[str, Row] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.moved or self.dropped or self.changed or self.derived)

    def as_json(self) -> dict[str, Any]:
        return {
            "relation": self.relation.name,
            "moved": self.moved,
            "dropped": self.dropped,
            "changed": self.changed,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """LookupError if the relation is gone from the models."""
        return cls(
            relation_named(stored["relation"]),
            moved=[(key, old, new) for key, old, new in stored["moved"]],
            dropped=[(row, stays) for row, stays in stored["dropped"]],
            changed=[(before, after) for before, after in stored["changed"]],
        )

    def apply(self) -> None:
        """Do it: at most four queries, whatever the number of rows."""
        model, key = self.relation.model, rows.key_of(self.relation.model)
        rows.delete(model, [*self.derived, *(row[key] for row, _stays in self.dropped)])
        rows.overwrite(model, [after for _before, after in self.changed])
        rows.repoint(model, self.relation.field.column, self.moved)


@dataclass(frozen=True)
class Plan:
    """The steps of a merge in the order in which they can be done."""

    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        return next((each for each in self.steps if each.relation.name == name), None)


def plan_merge(
    survivor: UUID, absorbed: Sequence[UUID], *, preferred: Preferred | None = None
) -> Plan:
    """What merging would do to everything that refers to the companies.

    Of each relation one query, and one more of each that refers to rows which are joined.
    """
    into = {str(key): str(survivor) for key in absorbed}
    return Plan(tuple(_steps(Company, into, preferred or {})))


def _steps(target: type[models.Model], into: Mapping[str, str], preferred: Preferred) -> list[Step]:
    """`into`: key of a row of `target` that goes → key of the one that stands for it."""
    steps: list[Step] = []
    for relation in relations_to(target):
        step = Step(relation)
        rule, column = relation.rule, relation.field.column
        if rule is None:
            for key, old in rows.referring(relation.model, column, into.keys()):
                if relation.decision == DERIVED:
                    step.derived.append(key)
                else:
                    step.moved.append((key, old, into[old]))
        else:
            chosen = preferred.get(relation.name, ())
            _join(step, into, chosen)
            key = rows.key_of(relation.model)
            gone = {str(row[key]): stays for row, stays in step.dropped}
            if gone:  # what refers to a row goes to the one that stays before it is deleted
                steps += _steps(relation.model, gone, preferred)
        if step:
            steps.append(step)
    return steps


def _join(step: Step, into: Mapping[str, str], chosen: Collection[str]) -> None:
    relation, column = step.relation, step.relation.field.column
    key, rule = rows.key_of(relation.model), relation.rule
    assert rule is not None  # noqa: S101  # asked only for relations with a rule
    under: dict[str, list[Row]] = defaultdict(list)
    found = rows.read(relation.model, column, {*into.keys(), *into.values()})
    # Of equal rows the first stays: the survivor's own stand in front.
    for row in sorted(found, key=lambda row: row[column] in into):
        under[into.get(row[column], row[column])].append(row)
    settled: set[str] = set()
    for new, together in under.items():
        for group in joined(rule, together, key=key, preferred=lambda row: row[column] in chosen):
            if not any(row[column] in into for row in (group.stays, *group.goes)):
                continue  # stood side by side before
            step.dropped += [(row, str(group.stays[key])) for row in group.goes]
            settled.update(str(row[key]) for row in group.goes)
            if group.changes:
                after = {**group.stays, **group.changes, column: new}
                if "version" in after:
                    after["version"] += 1
                step.changed.append((group.stays, after))
                settled.add(str(group.stays[key]))
            else:
                step.kept[str(group.stays[key])] = group.stays
    step.moved += [
        (str(row[key]), row[column], into[row[column]])
        for row in found
        if row[column] in into and str(row[key]) not in settled
    ]
