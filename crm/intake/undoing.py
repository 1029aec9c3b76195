"""Undo an import: take away what it made, set back what it changed, in one transaction.

What somebody worked on since stays, and the row says why: a record that was edited, merged or that
other records refer to, a field that has another value by now, a record that is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import DO_NOTHING
from django.utils import timezone
from psycopg import sql

from crm.intake import tables
from crm.intake.kinds import Kind, Link, kind_of
from crm.intake.tables import run, table
from crm.intake.writing import Report, history_of, wait_for_turn
from crm.merging.relations import DECISIONS, DERIVED
from crm.models import Intake, IntakeRow, Merge
from matching.models import Match, Screening
from prospects.models import Company, FormerCompany

_STEPS = 6
#: Rows that the machine makes by itself: they go with their record. What people decided stays.
#: Of companies they are those that a merge need not move either.
MACHINE_MADE: dict[type[models.Model], str] = {
    Match: "status = 'suggested'",
    Screening: "TRUE",
    **{
        apps.get_model(name.rpartition(".")[0]): "TRUE"
        for name, decision in DECISIONS.items()
        if decision == DERIVED
    },
}
#: What only a merge leaves behind: that it happened is said already.
_OF_MERGE = (Merge, FormerCompany)

_MADE = sql.SQL("(r.intake_id = %(intake)s AND r.record IS NOT NULL AND r.before IS NULL)")
_CHANGED = sql.SQL("(r.intake_id = %(intake)s AND r.record IS NOT NULL AND r.before IS NOT NULL)")
_KEEP = """
    UPDATE crm_intakerow AS r
    SET kept = coalesce(r.kept, '[]'::jsonb) || jsonb_build_array(%(why)s::jsonb)
"""


@transaction.atomic
def undo(intake: Intake, *, report: Report) -> None:
    """Undo a written import; `outcome` keeps the figures, `kept` of a row why it stays.

    Raises IntegrityError, having changed nothing, where a value that would come back is taken.
    """
    kind = kind_of(intake)
    wait_for_turn(intake)
    with connection.cursor() as cursor:  # what was written is news to the planner
        cursor.execute("ANALYZE crm_intakerow")
    restored_keys = [*_changed_keys(intake)]
    with history_of(intake, undone=True):
        report(1, _STEPS)
        _lock(intake, kind)
        _keep_merged(intake, kind)
        _keep_edited(intake, kind)
        report(2, _STEPS)
        for field in _references(kind.model):
            _keep_referred(intake, kind, field)
        report(3, _STEPS)
        removed = _remove_made(intake, kind)
        report(4, _STEPS)
        restored = _set_back(intake, kind)
        for link in kind.links:
            if not link.owner:
                _remove_own(intake, link)
        report(5, _STEPS)
    intake.outcome |= {
        "removed": removed,
        "restored": restored,
        "kept": intake.rows.filter(kept__isnull=False).count(),
    }
    intake.undone_at = timezone.now()
    intake.save(update_fields=["outcome", "undone_at", "updated_at"])
    kind.after(restored_keys)


def _changed_keys(intake: Intake) -> Iterator[Any]:
    yield from intake.rows.filter(before__isnull=False).values_list("record", flat=True)


# --- What was made --------------------------------------------------------------------------------


def _lock(intake: Intake, kind: Kind) -> None:
    run(
        """
        SELECT count(*) FROM (
            SELECT c.id FROM {table} AS c JOIN crm_intakerow AS r ON r.record = c.id
            WHERE r.intake_id = %(intake)s ORDER BY c.id FOR UPDATE OF c
        ) AS locked
        """,
        table=table(kind.model),
        intake=intake.pk,
    )


def _keep_merged(intake: Intake, kind: Kind) -> None:
    """Companies that went into another since, or took others up: undo the merge first."""
    if kind.model is not Company:
        return
    into = """
        UPDATE crm_intakerow AS r
        SET kept = jsonb_build_array(jsonb_build_object('code', 'merged', 'into', f.successor_id))
        FROM prospects_formercompany AS f
        WHERE r.intake_id = %(intake)s AND f.id = r.record
    """
    run(into, intake=intake.pk)
    took_up = """ FROM {merge} AS m
        WHERE {made} AND m.survivor_id = r.record AND m.undone_at IS NULL"""
    run(
        _KEEP + took_up,
        why='{"code": "took_up"}',
        merge=table(Merge),
        made=_MADE,
        intake=intake.pk,
    )


def _keep_edited(intake: Intake, kind: Kind) -> None:
    """Keep what somebody edited or removed."""
    names = {"table": table(kind.model), "intake": intake.pk, "made": _MADE}
    edited = """ FROM {table} AS c
        WHERE {made} AND r.kept IS NULL AND c.id = r.record AND c.version <> 1"""
    run(_KEEP + edited, why='{"code": "edited"}', **names)
    gone = """ WHERE r.intake_id = %(intake)s AND r.record IS NOT NULL AND r.kept IS NULL
        AND NOT EXISTS (SELECT FROM {table} AS c WHERE c.id = r.record)"""
    run(_KEEP + gone, why='{"code": "gone"}', **names)


def _references(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """The fields of other tables that hold on to a record, links of many-to-many fields too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is DO_NOTHING:
            continue  # history refers to rows without holding them
        if relation.related_model is not IntakeRow:
            yield relation.field


def _keep_referred(intake: Intake, kind: Kind, field: models.ForeignKey[Any, Any]) -> None:
    """Keep the records that other rows refer to: not those of the import or of a machine."""
    model = field.model
    own = next((link for link in kind.links if link.model is model), None)
    not_own: sql.Composable = sql.SQL("TRUE")
    if own and own.owner == field.column:
        not_own = sql.SQL(
            "NOT EXISTS (SELECT FROM jsonb_array_elements(r.linked -> {key}) AS snapshot"
            " WHERE (snapshot ->> 'id')::{type} = o.id AND snapshot = to_jsonb(o) AND {free})"
        ).format(key=sql.Literal(own.key), type=_key_type(model), free=_is_free(model))
    machine = MACHINE_MADE.get(model)
    by_people = sql.SQL(f"NOT ({machine})" if machine else "TRUE")
    said = 'AND r.kept IS DISTINCT FROM \'[{{"code": "took_up"}}]\'' if model in _OF_MERGE else ""
    run(
        _KEEP
        + f"""
        WHERE {{made}} {said} AND EXISTS (
            SELECT FROM {{other}} AS o
            WHERE o.{{column}} = r.record AND {{by_people}} AND {{not_own}}
        )
        """,
        why=f'{{"code": "referred", "noun": "{model._meta.label}"}}',
        made=_MADE,
        other=table(model),
        column=sql.Identifier(str(field.column)),
        by_people=by_people,
        not_own=not_own,
        intake=intake.pk,
    )


def _remove_made(intake: Intake, kind: Kind) -> int:
    """Delete what nobody worked on: first what belongs to it, then the records."""
    names: dict[str, Any] = {"intake": intake.pk}
    names["free"] = sql.SQL(
        "(SELECT r.record FROM crm_intakerow AS r WHERE {} AND r.kept IS NULL)"
    ).format(_MADE)
    for field in _references(kind.model):
        if field.model in MACHINE_MADE or any(link.model is field.model for link in kind.links):
            run(
                "DELETE FROM {other} WHERE {column} IN {free}",
                other=table(field.model),
                column=sql.Identifier(str(field.column)),
                **names,
            )
    return run("DELETE FROM {table} WHERE id IN {free}", table=table(kind.model), **names)


# --- What was changed -----------------------------------------------------------------------------


def _set_back(intake: Intake, kind: Kind) -> int:
    """Give each field that still has the import's value the value that it had before."""
    for link in kind.links:
        if link.owner:
            _unlink(intake, link)
    names = {"table": table(kind.model), "intake": intake.pk, "changed": _CHANGED}
    columns = tables.changeable(kind.model)
    restored = run(
        """
        UPDATE {table} AS c SET ({columns}) = (
            SELECT {given} FROM jsonb_populate_record(c, old.values) AS p
        ), version = c.version + 1, updated_at = now()
        FROM (
            SELECT r.record, jsonb_object_agg(was.key, was.value) AS values
            FROM crm_intakerow AS r JOIN {table} AS cur ON cur.id = r.record,
                LATERAL jsonb_each(r.before) AS was
            WHERE {changed} AND to_jsonb(cur) -> was.key = r.after -> was.key
            GROUP BY r.record
        ) AS old WHERE c.id = old.record
        """,
        columns=tables.listed(columns),
        given=tables.listed(columns, "p"),
        **names,
    )
    # After setting back, a field that is neither as before nor was ours to set back is somebody's.
    run(
        """
        UPDATE crm_intakerow AS r
        SET kept = coalesce(r.kept, '[]'::jsonb) || jsonb_build_array(jsonb_build_object(
            'code', 'fields', 'fields', theirs.fields
        ))
        FROM (
            SELECT r.id, jsonb_agg(was.key ORDER BY was.key) AS fields
            FROM crm_intakerow AS r JOIN {table} AS cur ON cur.id = r.record,
                LATERAL jsonb_each(r.before) AS was
            WHERE {changed} AND to_jsonb(cur) -> was.key <> was.value
            GROUP BY r.id
        ) AS theirs WHERE r.id = theirs.id
        """,
        **names,
    )
    return restored


def _unlink(intake: Intake, link: Link) -> None:
    """Remove the rows beside changed records that are as the import made them."""
    names = {"other": table(link.model), "key": link.key, "intake": intake.pk}
    names |= {"changed": _CHANGED, "type": _key_type(link.model), "free": _is_free(link.model)}
    run(
        """
        DELETE FROM {other} AS o USING crm_intakerow AS r,
            LATERAL jsonb_array_elements(r.linked -> %(key)s) AS snapshot
        WHERE {changed} AND r.linked ? %(key)s
        AND o.id = (snapshot ->> 'id')::{type} AND to_jsonb(o) = snapshot AND {free}
        """,
        **names,
    )
    run(
        _KEEP
        + """
        WHERE {changed} AND EXISTS (
            SELECT FROM {other} AS o, LATERAL jsonb_array_elements(r.linked -> %(key)s) AS snapshot
            WHERE o.id = (snapshot ->> 'id')::{type}
        )
        """,
        why=_beside(link),
        **names,
    )


def _remove_own(intake: Intake, link: Link) -> None:
    """Remove what stands by itself, unless somebody edited it or anything refers to it by now."""
    names = {"other": table(link.model), "key": link.key, "intake": intake.pk}
    names |= {"type": _key_type(link.model), "free": _is_free(link.model)}
    run(
        """
        DELETE FROM {other} AS o USING crm_intakerow AS r,
            LATERAL jsonb_array_elements(r.linked -> %(key)s) AS snapshot
        WHERE r.intake_id = %(intake)s AND r.linked ? %(key)s
        AND o.id = (snapshot ->> 'id')::{type} AND to_jsonb(o) = snapshot AND {free}
        """,
        **names,
    )
    run(
        _KEEP
        + """
        WHERE r.intake_id = %(intake)s AND EXISTS (
            SELECT FROM {other} AS o, LATERAL jsonb_array_elements(r.linked -> %(key)s) AS snapshot
            WHERE o.id = (snapshot ->> 'id')::{type}
        )
        """,
        why=_beside(link),
        **names,
    )


def _beside(link: Link) -> str:
    return f'{{"code": "beside", "noun": "{link.model._meta.label}"}}'


def _key_type(model: type[models.Model]) -> sql.SQL:
    """The type of a table's key, to look its rows up by index from a snapshot."""
    return sql.SQL("uuid" if isinstance(model._meta.pk, models.UUIDField) else "bigint")


def _is_free(model: type[models.Model]) -> sql.Composable:
    """Whether nothing refers to a row `o` of a table."""
    free: list[sql.Composable] = [
        sql.SQL("NOT EXISTS (SELECT FROM {} AS x WHERE x.{} = o.id)").format(
            table(field.model), sql.Identifier(str(field.column))
        )
        for field in _references(model)
    ]
    return sql.SQL(" AND ").join(free or [sql.SQL("TRUE")])
