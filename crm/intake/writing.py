"""Write an import: make and change records, in one transaction for the whole file.

What was changed by somebody since the rows were compared is not written over: such rows are left
out with that reason. Before and after of every change are kept with the row, for the undo.
"""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pghistory
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from crm.intake import tables
from crm.intake.checking import count
from crm.intake.kinds import Kind, Link, kind_of
from crm.intake.tables import run, table
from crm.models import Intake

#: Imports and undos wait for each other. Chosen once; no other advisory lock has it.
LOCK = 7_311_924_605

#: From so many rows on, an import's statements read whole tables.
_JOINED_WHOLE = 1_000

Report = Callable[[int, int], None]
_STEPS = 6


@transaction.atomic
def write(intake: Intake, *, report: Report) -> None:
    """Make and change what the rows say; `outcome` keeps the figures.

    Raises IntegrityError where somebody stored one of the new records a moment ago: nothing is
    written then.
    """
    kind = kind_of(intake)
    wait_for_turn(intake)
    with history_of(intake):
        _refuse_stale(intake, kind)
        report(1, _STEPS)
        made = _make(intake, kind)
        report(2, _STEPS)
        changed = _change(intake, kind)
        report(3, _STEPS)
        linked = sum(_link(intake, link) for link in kind.links)
    report(4, _STEPS)
    count(intake)
    intake.outcome = {"made": made, "changed": changed, "linked": linked}
    intake.written_at = timezone.now()
    intake.save(update_fields=["outcome", "written_at", "updated_at"])
    report(5, _STEPS)
    written = intake.rows.values_list("record", flat=True)
    kind.after([key for key in written.filter(record__isnull=False) if key])


def wait_for_turn(intake: Intake) -> None:
    """Let one import at a time change the data, so that two never make the same record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if intake.count("rows") >= _JOINED_WHOLE:
            # The planner knows the tables as they were before the import, and would look up row
            # by row what is quicker joined as a whole.
            cursor.execute("SET LOCAL enable_nestloop = off")


def history_of(intake: Intake, *, undone: bool = False) -> pghistory.context:
    """Every change tells in its record's history which import made it, and for whom."""
    return pghistory.context(
        user=str(intake.owner_id), intake=str(intake.pk), file=intake.file_name, undone=undone
    )


def _refuse_stale(intake: Intake, kind: Kind) -> None:
    """Take as written to only records that are as they were when the rows were compared."""
    names = {"table": table(kind.model), "intake": intake.pk}
    run(
        """
        WITH locked AS MATERIALIZED (
            SELECT c.id, c.version FROM {table} AS c WHERE c.id IN (
                SELECT r.target FROM crm_intakerow AS r
                WHERE r.intake_id = %(intake)s AND {changing}
            ) ORDER BY c.id FOR UPDATE
        )
        UPDATE crm_intakerow AS r SET record = r.target FROM locked
        WHERE r.intake_id = %(intake)s AND {changing}
        AND locked.id = r.target AND locked.version = r.target_version
        """,
        **names,
    )
    # Two rows of a file may have been decided to be the same record: the first one is.
    run(
        """
        UPDATE crm_intakerow AS r SET record = NULL, status = 'error', choice = '',
            problems = jsonb_build_array(jsonb_build_object(
                'column', '', 'code', 'repeated', 'about', jsonb_build_object('line', first.line)
            ))
        FROM (
            SELECT r.record, min(r.line) AS line FROM crm_intakerow AS r
            WHERE r.intake_id = %(intake)s AND {changing}
            GROUP BY r.record HAVING count(*) > 1
        ) AS first
        WHERE r.intake_id = %(intake)s AND {changing}
        AND r.record = first.record AND r.line > first.line
        """,
        intake=intake.pk,
    )
    gone = """
        UPDATE crm_intakerow AS r SET status = 'error', choice = '', problems = %(problem)s::jsonb
        WHERE r.intake_id = %(intake)s AND {changing} AND r.record IS NULL
    """
    merged = " AND EXISTS (SELECT FROM prospects_formercompany AS f WHERE f.id = r.target)"
    run(gone + merged, problem=_problem("merged_meanwhile"), intake=intake.pk)
    run(gone, problem=_problem("changed_meanwhile"), intake=intake.pk)
    _refuse_stored_meanwhile(intake, kind)
    for column in tables.unique_columns(kind.model):
        run(
            """
            UPDATE crm_intakerow AS r
            SET status = 'error', choice = '', problems = %(problem)s::jsonb FROM {table} AS c
            WHERE r.intake_id = %(intake)s AND {making} AND c.{column} = r.stored ->> %(name)s
            """,
            problem=_problem("added_meanwhile", column),
            column=sql.Identifier(column),
            name=column,
            **names,
        )


def _refuse_stored_meanwhile(intake: Intake, kind: Kind) -> None:
    """Rows that would store beside themselves what somebody stored since, a contact for one."""
    for link in kind.links:
        if not link.same:
            continue
        alike = sql.SQL(" AND ").join(
            sql.SQL("o.{0} IS NOT DISTINCT FROM p.{0}").format(sql.Identifier(name))
            for name in link.same
        )
        run(
            """
            UPDATE crm_intakerow AS r
            SET status = 'error', choice = '', record = NULL, problems = %(problem)s::jsonb
            WHERE r.intake_id = %(intake)s AND ({making} OR {changing}) AND EXISTS (
                SELECT FROM jsonb_array_elements(r.links -> %(key)s) AS said,
                    LATERAL jsonb_populate_record(NULL::{table}, said) AS p
                JOIN {table} AS o ON {alike}
            )
            """,
            table=table(link.model),
            alike=alike,
            problem=_problem("added_beside"),
            key=link.key,
            intake=intake.pk,
        )


def _problem(code: str, column: str = "") -> str:
    return orjson.dumps([{"column": column, "code": code, "about": {}}]).decode()


def _make(intake: Intake, kind: Kind) -> int:
    """Keys first, in the order of the lines, so that lists by age show the file's order."""
    run(
        """
        UPDATE crm_intakerow AS r SET record = made.key FROM (
            SELECT ordered.id, uuidv7() AS key FROM (
                SELECT r.id FROM crm_intakerow AS r
                WHERE r.intake_id = %(intake)s AND {making} ORDER BY r.line
            ) AS ordered
        ) AS made WHERE r.id = made.id
        """,
        intake=intake.pk,
    )
    columns = tables.writable(kind.model)
    return run(
        """
        INSERT INTO {table} (id, {columns})
        SELECT r.record, {given} FROM crm_intakerow AS r,
            LATERAL jsonb_populate_record(NULL::{table}, %(defaults)s::jsonb || r.stored) AS p
        WHERE r.intake_id = %(intake)s AND {making} ORDER BY r.line
        """,
        table=table(kind.model),
        columns=tables.listed(columns),
        given=tables.listed(columns, "p"),
        defaults=tables.defaults(kind.model),
        intake=intake.pk,
    )


def _change(intake: Intake, kind: Kind) -> int:
    names = {"table": table(kind.model), "intake": intake.pk}
    remember = """
        UPDATE crm_intakerow AS r SET {when} = coalesce((
            SELECT jsonb_object_agg(name, to_jsonb(c) -> name)
            FROM jsonb_object_keys(r.changes) AS name WHERE left(name, 1) <> '+'
        ), jsonb_build_object()) FROM {table} AS c
        WHERE r.intake_id = %(intake)s AND {changing} AND c.id = r.record
    """
    run(remember, when=sql.Identifier("before"), **names)
    columns = tables.changeable(kind.model)
    changed = run(
        """
        UPDATE {table} AS c SET ({columns}) = (
            SELECT {given} FROM jsonb_populate_record(c, new.said) AS p
        ), version = c.version + 1, updated_at = now()
        FROM (
            SELECT r.record, coalesce((
                SELECT jsonb_object_agg(key, value -> 1) FROM jsonb_each(r.changes)
                WHERE left(key, 1) <> '+'
            ), jsonb_build_object()) AS said
            FROM crm_intakerow AS r WHERE r.intake_id = %(intake)s AND {changing}
        ) AS new WHERE c.id = new.record
        """,
        columns=tables.listed(columns),
        given=tables.listed(columns, "p"),
        **names,
    )
    run(remember, when=sql.Identifier("after"), **names)
    return changed


def _link(intake: Intake, link: Link) -> int:
    """Rows of another table; what is linked already stays as it is. Snapshots serve the undo."""
    if not link.owner:
        return _store_own(intake, link)
    columns = [name for name in tables.writable(link.model) if name != link.owner]
    return run(
        """
        WITH made AS (
            INSERT INTO {table} ({owner}, {columns})
            SELECT r.record, {given} FROM crm_intakerow AS r,
                LATERAL jsonb_array_elements(r.links -> %(key)s) AS said,
                LATERAL jsonb_populate_record(NULL::{table}, %(defaults)s::jsonb || said) AS p
            WHERE r.intake_id = %(intake)s AND r.record IS NOT NULL AND r.links ? %(key)s
            ORDER BY r.line
            ON CONFLICT DO NOTHING RETURNING *
        )
        UPDATE crm_intakerow AS r SET linked = coalesce(r.linked, jsonb_build_object())
            || jsonb_build_object(%(key)s::text, snapshots."all")
        FROM (
            SELECT {owner} AS record, jsonb_agg(to_jsonb(made)) AS "all" FROM made GROUP BY 1
        ) AS snapshots
        WHERE r.intake_id = %(intake)s AND r.record = snapshots.record
        """,
        table=table(link.model),
        owner=sql.Identifier(link.owner),
        columns=tables.listed(columns),
        given=tables.listed(columns, "p"),
        defaults=tables.defaults(link.model),
        key=link.key,
        intake=intake.pk,
    )


def _store_own(intake: Intake, link: Link) -> int:
    """Rows that stand by themselves, each once; the first row that names one keeps its snapshot."""
    columns = tables.writable(link.model)
    return run(
        """
        WITH made AS (
            INSERT INTO {table} (id, {columns})
            SELECT DISTINCT ON (p.id) p.id, {given} FROM crm_intakerow AS r,
                LATERAL jsonb_array_elements(r.links -> %(key)s) AS said,
                LATERAL jsonb_populate_record(NULL::{table}, %(defaults)s::jsonb || said) AS p
            WHERE r.intake_id = %(intake)s AND r.record IS NOT NULL AND r.links ? %(key)s
            ORDER BY p.id, r.line
            ON CONFLICT DO NOTHING RETURNING *
        ), first AS (
            SELECT DISTINCT ON (said ->> 'id') said ->> 'id' AS id, r.id AS row
            FROM crm_intakerow AS r, LATERAL jsonb_array_elements(r.links -> %(key)s) AS said
            WHERE r.intake_id = %(intake)s AND r.record IS NOT NULL AND r.links ? %(key)s
            ORDER BY said ->> 'id', r.line
        )
        UPDATE crm_intakerow AS r SET linked = coalesce(r.linked, jsonb_build_object())
            || jsonb_build_object(%(key)s::text, snapshots."all")
        FROM (
            SELECT first.row, jsonb_agg(to_jsonb(made)) AS "all"
            FROM made JOIN first ON first.id = made.id::text GROUP BY 1
        ) AS snapshots
        WHERE r.id = snapshots.row
        """,
        table=table(link.model),
        columns=tables.listed(columns),
        given=tables.listed(columns, "p"),
        defaults=tables.defaults(link.model),
        key=link.key,
        intake=intake.pk,
    )
