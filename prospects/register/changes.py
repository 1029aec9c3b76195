"""What a load changes, written down set by set in the load's own transaction.

The states that a file's rows replace are set aside before the merge and compared with the register
after it, so nothing here depends on how the merge decides which state is newer.

What is a change, and so news, follows these rules:

1. The first load, into an empty register, records nothing; it does not come here.
2. Where an older state of a number is replaced, each difference that people act on is recorded
   (`RegisterChange.Kind`), whatever kind of file brought it. A correction of the same event (the
   correction flag, and no later change date) is none.
3. A number that was not known is news only in a daily file: one whose rows were all published
   within `DAILY` days. In a file of latest states the same row may be ten years old. Then the
   row's process says what happened; corrections say nothing new. The state before it is the one
   among the file's own rows of history, where it has any.
4. A street that stays while the city's name changes is no move: municipalities were reformed.
   Hamamatsu's wards alone gave twenty thousand such rows in January 2024.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg import sql

DAILY = 7


@contextmanager
def changes_recorded(cursor: Any) -> Iterator[UUID]:
    """Record what happens to the register within the block; yields the key of the load to be.

    The staging table holds the rows of one file, all of them. The `RegisterLoad` with that key
    must be there when the transaction ends.
    """
    cursor.execute("SELECT uuidv7()")
    (load,) = cursor.fetchone()
    cursor.execute(_SET_ASIDE_KNOWN)
    cursor.execute(_IS_DAILY, [DAILY])
    if cursor.fetchone() == (True,):
        cursor.execute(_SET_ASIDE_UNKNOWN)
    cursor.execute("ANALYZE register_before (corporate_number)")
    yield load
    cursor.execute(_RECORD, [load])
    cursor.execute("DROP TABLE register_before")


_IS_DAILY = "SELECT max(update_date) - min(update_date) <= %s FROM register_staging"
_ADDRESS = "coalesce(nullif({0}.prefecture || {0}.city || {0}.street, ''), {0}.address_abroad)"
_STATE = (
    "{0}.process, {0}.change_date, {0}.close_date, {0}.name,"
    " {0}.prefecture, {0}.city, {0}.street, {address} AS address,"
    " {0}.prefecture_code || {0}.city_code AS municipality_code"
)


def _address(table: str) -> sql.Composed:
    return sql.SQL(_ADDRESS).format(sql.Identifier(table))


def _state(table: str) -> sql.Composed:
    return sql.SQL(_STATE).format(sql.Identifier(table), address=_address(table))


_SET_ASIDE_KNOWN = sql.SQL(
    """
    CREATE TEMPORARY TABLE register_before ON COMMIT DROP AS
    SELECT true AS is_known, r.corporate_number, {}
    FROM prospects_registerentry AS r
    WHERE r.corporate_number IN (SELECT corporate_number FROM register_staging)
    """
).format(_state("r"))
# Each unknown number once, with the last state of its history if the file tells one.
_SET_ASIDE_UNKNOWN = sql.SQL(
    """
    INSERT INTO register_before
    SELECT DISTINCT ON (s.corporate_number) false, s.corporate_number, {}
    FROM (
        SELECT DISTINCT n.corporate_number FROM register_staging AS n
        WHERE NOT EXISTS (
            SELECT FROM prospects_registerentry AS r
            WHERE r.corporate_number = n.corporate_number
        )
    ) AS s
    LEFT JOIN register_staging AS h ON h.corporate_number = s.corporate_number AND NOT h.is_latest
    ORDER BY s.corporate_number, h.update_date DESC NULLS LAST, h.sequence_number DESC
    """
).format(_state("h"))
# `happened` asks what differs for a known number, and the published process for an unknown one.
_RECORD = sql.SQL(
    """
    INSERT INTO prospects_registerchange (
        load_id, corporate_number, kind, entity_kind, changed_on, published_on,
        name, name_before, address, address_before, municipality_code, municipality_before,
        close_cause, successor_number, details
    )
    SELECT %s, a.corporate_number, change.kind, a.kind,
        coalesce(CASE WHEN change.kind IN ('closed', 'merged') THEN a.close_date END,
                 a.change_date, a.update_date),
        a.update_date,
        coalesce(nullif(a.name, ''), b.name, ''), coalesce(b.name, ''),
        coalesce(nullif(a.address, ''), b.address, ''), coalesce(b.address, ''),
        coalesce(nullif(a.municipality_code, ''), b.municipality_code, ''),
        coalesce(b.municipality_code, ''),
        CASE WHEN change.kind IN ('closed', 'merged') THEN a.close_cause ELSE '' END,
        CASE WHEN change.kind IN ('closed', 'merged') THEN a.successor_number ELSE '' END,
        a.change_cause
    FROM (
        SELECT r.*, {} AS address FROM prospects_registerentry AS r
    ) AS a
    JOIN register_before AS b USING (corporate_number)
    CROSS JOIN LATERAL (
        SELECT a.name <> '' AND b.name <> '' AND a.name <> b.name AS renamed,
            a.address <> '' AND b.address <> '' AND a.address <> b.address AS elsewhere,
            a.street <> '' AND a.street = b.street AND a.prefecture = b.prefecture AS same_street,
            a.close_date IS NOT NULL AND b.close_date IS NULL AS closed,
            a.close_date IS NULL AND b.close_date IS NOT NULL AND a.process <> '99' AS restored,
            b.is_known AND (a.process, a.change_date) IS DISTINCT FROM (b.process, b.change_date)
                OR NOT b.is_known AS is_other
    ) AS differs
    CROSS JOIN LATERAL (VALUES
        ('new', NOT b.is_known AND a.process = '01'),
        ('renamed', differs.renamed OR NOT b.is_known AND a.process = '11'),
        ('moved', CASE WHEN b.is_known OR b.address <> ''
            THEN differs.elsewhere AND NOT differs.same_street
            ELSE a.process IN ('12', '13') END),
        ('rezoned', differs.elsewhere AND differs.same_street),
        ('closed', differs.closed AND a.close_cause <> '11'),
        ('merged', differs.closed AND a.close_cause = '11'),
        ('restored', differs.restored OR NOT b.is_known AND a.process = '22'),
        ('absorbed', differs.is_other AND a.process = '71' AND a.close_date IS NULL),
        ('struck', differs.is_other AND a.process = '81'),
        ('deleted', differs.is_other AND a.process = '99')
    ) AS change (kind, happened)
    WHERE change.happened
    AND (NOT a.is_correction OR b.is_known
        AND coalesce(a.change_date, '-infinity') > coalesce(b.change_date, '-infinity'))
    ON CONFLICT (corporate_number, kind, changed_on, published_on) DO NOTHING
    """
).format(_address("r"))
