"""Every relation to a company has a decision in merge."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from pghistory.models import Event

from crm.merging.fields import BLOCKS, SURVIVORS_OWN
from crm.merging.relations import CHOSEN, DECISIONS, DERIVED, MOVE, Relation, can_go, relations_to
from crm.merging.rules import Rule
from prospects.models import Company

ALL = {each.name: each for target in can_go() for each in relations_to(target)}


def test_every_relation_is_decided_and_no_decision_is_left_over() -> None:
    undecided, gone = ALL.keys() - DECISIONS.keys(), DECISIONS.keys() - ALL.keys()
    assert not undecided, f"say in crm/merging/relations.py what a merge does with {undecided}"
    assert not gone, f"these are no relations any more: {gone}"
    assert CHOSEN.keys() <= ALL.keys()


@pytest.mark.parametrize("relation", ALL.values(), ids=ALL.keys())
def test_rows_that_a_constraint_keeps_apart_never_meet(relation: Relation) -> None:
    unique = [*_unique_with(relation)]
    if relation.decision == DERIVED:
        return
    if relation.decision == MOVE:
        assert unique == [], "rows can meet: join them by a rule"
        return
    rule = relation.decision
    assert isinstance(rule, Rule)
    for columns in unique:
        row: dict[str, Any] = {
            str(each.column): "1" for each in relation.model._meta.concrete_fields
        }
        others = {**row, **{c: "2" for c in row if c not in columns}}
        assert len(rule.groups([row, others])) == 1, f"two rows can have the same {columns}"


@pytest.mark.parametrize("relation", ALL.values(), ids=ALL.keys())
def test_a_model_refers_once_to_what_is_merged(relation: Relation) -> None:
    """Two relations of one model could meet in ways that each alone does not see."""
    target = relation.field.related_model
    again = [each for each in ALL.values() if each.model is relation.model]
    assert [each.name for each in again if each.field.related_model is target] == [relation.name]


def test_a_relation_goes_by_the_primary_key() -> None:
    assert all(each.field.target_field.primary_key for each in ALL.values())


def test_no_generic_relation_could_hold_a_company() -> None:
    generic = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, Event)
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert generic == [], "a merge moves foreign keys only: decide in crm.merging what to do here"


def test_every_field_of_a_company_is_chosen_or_the_survivors_own() -> None:
    decided = [*SURVIVORS_OWN, *(name for names in BLOCKS.values() for name in names)]
    fields = [each.attname for each in Company._meta.concrete_fields if not each.generated]
    assert sorted(decided) == sorted(fields)


def _unique_with(relation: Relation) -> list[set[str]]:
    """The columns that, with the relation's own, may hold the same values only once."""
    meta, field = relation.model._meta, relation.field
    found: list[set[str]] = [set()] if field.unique else []
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            names = {*constraint.fields} - {field.name}
            found.append({str(getattr(meta.get_field(name), "column", "")) for name in names})
    return found
