"""The SQL of loading: staging table, newest state, what is new and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

from .layout import COLUMNS, FIELDS
from .rows import COPIED


def _listed(names: Sequence[str], prefix: str = "") -> sql.Composed:
    """`a, b` or, with a prefix, `p.a, p.b`."""
    parts = [sql.Identifier(prefix, name) if prefix else sql.Identifier(name) for name in names]
    return sql.SQL(", ").join(parts)


def _newness(prefix: str) -> sql.Composed:
    """Steps 1 to 4 of the order, as one row value."""
    return sql.SQL(
        "({0}.is_latest, {0}.update_date, {0}.sequence_number,"
        " coalesce({0}.change_date, '-infinity'))"
    ).format(sql.Identifier(prefix))


def _content(prefix: str) -> sql.Composed:
    """Step 5 of the order; byte order, so that it is the same on every server."""
    return sql.SQL('ROW({})::text COLLATE "C"').format(_listed(FIELDS, prefix))


_TEXTS = [column.field for column in COLUMNS if column.stored == "text"]
_NAMES: dict[str, sql.Composable] = {
    "register": sql.Identifier("prospects_registerentry"),
    "staging": sql.Identifier("register_staging"),
    "columns": _listed(COPIED),
    "staged": _listed(COPIED, "s"),
    "stored": _listed(COPIED, "r"),
    "staged_newness": _newness("s"),
    "stored_newness": _newness("r"),
    "staged_content": _content("s"),
    "stored_content": _content("r"),
    "texts": _listed([*_TEXTS, "normal_name", "heard"]),
    "others": _listed([column.field for column in COLUMNS if column.stored != "text"]),
}


def _statement(text: LiteralString) -> sql.Composed:
    return sql.SQL(text).format(**_NAMES)


# Both tables are joined as a whole, whatever the planner thinks of a register just emptied.
SESSION = """
    SET LOCAL maintenance_work_mem = '256MB';
    SET LOCAL work_mem = '128MB';
    SET LOCAL enable_nestloop = off
"""
CREATE_STAGING = _statement(
    "CREATE TEMPORARY TABLE {staging} AS SELECT {columns} FROM {register} WITH NO DATA"
)
DROP_STAGING = _statement("DROP TABLE {staging}")
# One row in twenty, or any if there are no statistics yet (-1). A daily file is far below: half of
# its time would go into statistics that it does not change, and autovacuum renews them in time.
IS_MUCH = _statement("SELECT %s > reltuples / 20 FROM pg_class WHERE oid = '{register}'::regclass")
ANALYZE_REGISTER = _statement("ANALYZE {register}")
ANALYZE_STAGING = _statement("ANALYZE {staging} (corporate_number)")
_COPY: LiteralString = (
    " ({columns}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}), FORCE_NULL ({others}))"
)
COPY_STAGING = _statement("COPY {staging}" + _COPY)
COPY_REGISTER = _statement("COPY {register}" + _COPY)
DELETE_SUPERSEDED = _statement(
    """
    DELETE FROM {staging} AS t USING (
        SELECT s.ctid AS place, row_number() OVER (
            PARTITION BY s.corporate_number
            ORDER BY {staged_newness} DESC, {staged_content} DESC
        ) AS rank
        FROM {staging} AS s
        WHERE s.corporate_number IN (
            SELECT corporate_number FROM {staging} GROUP BY 1 HAVING count(*) > 1
        )
    ) AS ranked
    WHERE t.ctid = ranked.place AND ranked.rank > 1
    """
)
IS_EMPTY = _statement("SELECT NOT EXISTS (SELECT FROM {register})")
COUNTS = _statement(
    """
    SELECT count(*) FILTER (WHERE r.corporate_number IS NULL), count(r.corporate_number)
    FROM {staging} AS s LEFT JOIN {register} AS r USING (corporate_number)
    """
)
# The normal forms are compared too: after a change of their rules, loading again renews them.
UPDATE = _statement(
    """
    UPDATE {register} AS r SET ({columns}) = ROW({staged})
    FROM {staging} AS s
    WHERE s.corporate_number = r.corporate_number
    AND ROW({staged}) IS DISTINCT FROM ROW({stored})
    AND CASE
        WHEN {staged_newness} = {stored_newness} THEN {staged_content} >= {stored_content}
        ELSE {staged_newness} > {stored_newness}
    END
    """
)
COUNT_IDENTICAL = _statement(
    """
    SELECT count(*) FROM {staging} AS s JOIN {register} AS r USING (corporate_number)
    WHERE ROW({staged}) IS NOT DISTINCT FROM ROW({stored})
    """
)
# Not NOT EXISTS in the INSERT: without statistics that may become a loop over what it inserts.
DELETE_KNOWN = _statement(
    """
    DELETE FROM {staging} AS s USING {register} AS r
    WHERE r.corporate_number = s.corporate_number
    """
)
INSERT = _statement("INSERT INTO {register} ({columns}) SELECT {columns} FROM {staging}")
SEARCH_INDEXES = _statement(
    """
    SELECT c.relname, pg_get_indexdef(i.indexrelid)
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid = '{register}'::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)
    ORDER BY c.relname
    """
)
