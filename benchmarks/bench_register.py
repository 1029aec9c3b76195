"""Loading the corporate-number register against a bare COPY of the same bytes, in one run.

Everything happens in a schema of its own inside one transaction that is rolled back, so the
database at hand is left as it is. It must be migrated.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString

import django
from psycopg import sql

ROWS = 200_000
TIMES = 2
BLOCK = 1 << 20
SCHEMA: LiteralString = "bench_register"

_FRONT = ("浜松", "東海", "大和", "三栄", "共立", "日進", "旭", "富士", "新光", "高橋", "アルファ")
_MIDDLE = ("精密", "金属", "樹脂", "電機", "プレス", "鋳造", "熱処理", "鍍金", "金型", "システム")
_BACK = ("工業", "製作所", "産業", "商事", "興業", "テック", "サービス", "製造", "商会", "鉄工所")
_KANA = ("ハママツ", "トウカイ", "ヤマト", "サンエイ", "キョウリツ", "ニッシン", "アサヒ", "フジ")
_FORMS = (("株式会社", "301"), ("有限会社", "302"), ("合同会社", "305"))
_CITIES = (("静岡県", "浜松市中央区", "22", "138"), ("東京都", "大田区", "13", "111"),
           ("大阪府", "東大阪市", "27", "227"), ("群馬県", "太田市", "10", "205"))  # fmt: skip


def lines(rows: int, *, seed: int = 7) -> Iterator[str]:
    """Rows shaped like the published ones: quoted texts, a reading for seven in ten."""
    from prospects.names import check_digit

    pick = random.Random(seed)
    for index in range(rows):
        base = f"{100_000_000_000 + index * 31:012d}"
        legal, kind = pick.choices(_FORMS, (6, 3, 1))[0]
        name = pick.choice(_FRONT) + pick.choice(_MIDDLE) + pick.choice(_BACK)
        name = legal + name if pick.random() < 0.6 else name + legal
        prefecture, city, prefecture_code, city_code = pick.choice(_CITIES)
        kana = pick.choice(_KANA) + pick.choice(_KANA) if pick.random() < 0.7 else ""
        closed = pick.random() < 0.15
        day = f"20{pick.randrange(16, 26)}-{pick.randrange(1, 13):02}-{pick.randrange(1, 29):02}"
        yield (
            f"{index + 1},{check_digit(base)}{base},{'21' if closed else '01'},0,{day},{day},"
            f'"{name}",,{kind},"{prefecture}","{city}","中央{pick.randrange(1, 9)}丁目'
            f'{pick.randrange(1, 40)}番{pick.randrange(1, 30)}号",,{prefecture_code},{city_code},'
            f"{pick.randrange(1_000_000, 9_999_999)},,,{f'{day},01' if closed else ','},,,"
            f'2015-10-05,1,,,,,"{kana}",0\n'
        )


def measure(rows: int, *, times: int = TIMES) -> None:
    """Print one line for a file of `rows` rows: bare COPY and load, the quickest of some runs."""
    from django.db import connection, transaction

    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "register.csv"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines(rows))
        with connection.cursor() as cursor:
            _make_tables(cursor)
            bare = _seconds(cursor, lambda: _copy_file(cursor, path), times)
            loaded = _seconds(cursor, lambda: _load(path), times)
        size = path.stat().st_size / 1e6
        transaction.set_rollback(True)
    print(
        f"register load {rows:>9,} rows | {size:.0f} MB | bare COPY {bare:7.2f} s | "
        f"load_register {loaded:7.2f} s | {rows / loaded:,.0f} rows/s | {loaded / bare:5.1f} x"
    )


def _make_tables(cursor: Any) -> None:
    """The register's own two tables, empty, and one like it with the published columns alone."""
    cursor.execute(
        sql.SQL(
            """
            CREATE SCHEMA {schema};
            CREATE TABLE {schema}.prospects_registerentry
                (LIKE public.prospects_registerentry INCLUDING ALL);
            CREATE TABLE {schema}.prospects_registerload
                (LIKE public.prospects_registerload INCLUDING ALL);
            CREATE TABLE {schema}.published
                (LIKE public.prospects_registerentry, PRIMARY KEY (corporate_number));
            ALTER TABLE {schema}.published DROP COLUMN normal_name, DROP COLUMN heard,
                DROP COLUMN bigrams, DROP COLUMN municipality_code, DROP COLUMN is_active;
            SET LOCAL search_path = {schema}, public
            """
        ).format(schema=sql.Identifier(SCHEMA))
    )


def _seconds(cursor: Any, work: Callable[[], None], times: int) -> float:
    """The quickest of some runs, each into empty tables."""
    best = float("inf")
    for _ in range(times):
        cursor.execute("TRUNCATE prospects_registerentry, prospects_registerload, published")
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _copy_file(cursor: Any, path: Path) -> None:
    from prospects.register.layout import COLUMNS

    texts = [sql.Identifier(column.field) for column in COLUMNS if column.stored == "text"]
    statement = sql.SQL("COPY published FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({}))")
    with cursor.copy(statement.format(sql.SQL(", ").join(texts))) as copy, path.open("rb") as file:
        while data := file.read(BLOCK):
            copy.write(data)


def _load(path: Path) -> None:
    from prospects.register import load_register

    [result] = load_register([path])
    assert result.new == result.read, result


def run() -> None:
    """Print the comparison for 200,000 rows; `REGISTER_ROWS` chooses another size."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    measure(int(os.environ.get("REGISTER_ROWS", ROWS)))


if __name__ == "__main__":
    run()
