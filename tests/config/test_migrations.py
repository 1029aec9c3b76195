"""How migrations run: many models created at once, and databases older than the squashed files."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from prospects.creating import CreateTogether

OURS = ("crm", "matching", "prospects")


@pytest.mark.django_db
def test_a_database_from_before_the_squashed_migrations_needs_none_of_them() -> None:
    squashed = MigrationLoader(connection).replacements
    for app, name in squashed:
        MigrationRecorder(connection).record_unapplied(app, name)
    executor = MigrationExecutor(connection)
    assert {app for app, _ in squashed} == set(OURS)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db(transaction=True)
def test_models_created_together_may_refer_to_later_ones() -> None:
    number = ("id", models.BigAutoField(primary_key=True))
    plant = ("plant", models.ForeignKey("prospects.TriedPlant", models.CASCADE))
    operation = CreateTogether(
        [
            migrations.CreateModel("TriedLine", [number, plant]),
            migrations.CreateModel("TriedPlant", [number]),
        ]
    )
    before = ProjectState()
    assert list(before.apps.get_models()) == []  # built, so that it must be built again
    after = _run(operation, before)
    assert {"prospects_triedline", "prospects_triedplant"} <= _tables()
    assert _foreign_keys("prospects_triedline") == [("prospects_triedplant", "id")]
    with connection.schema_editor() as editor:
        operation.database_backwards("prospects", editor, after, before)
    assert not {"prospects_triedline", "prospects_triedplant"} & _tables()


def _run(operation: Operation, before: ProjectState) -> ProjectState:
    after = before.clone()
    operation.state_forwards("prospects", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("prospects", editor, before, after)
    return after


def _tables() -> set[str]:
    return set(connection.introspection.table_names())


def _foreign_keys(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table).values()
    return [each["foreign_key"] for each in found if each["foreign_key"]]
