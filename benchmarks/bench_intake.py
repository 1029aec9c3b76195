"""An import of 100,000 companies, from file to undo, against a bare COPY of the same rows.

Half of the rows are new, half are about companies that are there and change two facts each. Runs in
one transaction that is rolled back, so the database at hand is left as it is.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

ROWS = 100_000
_HEADINGS = [
    "会社名",
    "フリガナ",
    "法人番号",
    "〒",
    "所在地",
    "電話",
    "従業員数",
    "資本金（万円）",
    "設立",
    "備考",
]
_FRONT = ("浜松", "東海", "大和", "三栄", "共立", "日進", "旭", "富士", "新光", "高橋")
_MIDDLE = ("精密", "金属", "樹脂", "電機", "プレス", "鋳造", "熱処理", "鍍金", "金型")
_BACK = ("工業", "製作所", "産業", "興業", "テック", "鉄工所")
_PLACES = (
    ("静岡県浜松市中央区", "4300929"), ("東京都大田区", "1440052"), ("大阪府東大阪市", "5770809"),
    ("群馬県太田市", "3730821"),
)  # fmt: skip


def rows(count: int, *, seed: int = 7) -> Iterator[list[str]]:
    """Rows as such lists have them: units, eras, half-width readings."""
    from prospects.names import check_digit

    pick = random.Random(seed)
    for index in range(count):
        base = f"{200_000_000_000 + index * 31:012d}"
        name = pick.choice(_FRONT) + pick.choice(_MIDDLE) + pick.choice(_BACK) + str(index)
        place, postcode = pick.choice(_PLACES)
        yield [
            f"株式会社{name}",
            "ﾐﾎﾝｾｲｻｸｼﾖ",
            check_digit(base) + base,
            postcode,
            f"{place}本町{pick.randrange(1, 99)}-{pick.randrange(1, 30)}",
            f"03-{pick.randrange(1000, 9999)}-{pick.randrange(1000, 9999)}",
            f"{pick.randrange(3, 300)}名",
            f"{pick.randrange(1, 99)}00",
            f"昭和{pick.randrange(20, 63)}年",
            "展示会で名刺交換",
        ]


def write_file(path: Path, count: int) -> None:
    """The list as a workbook or, by its name, as a CSV file in Japanese Windows' encoding."""
    if path.suffix == ".xlsx":
        import xlsxwriter

        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet()
        for line, cells in enumerate([_HEADINGS, *rows(count)]):
            sheet.write_row(line, 0, cells)
        book.close()
        return
    with path.open("w", encoding="cp932", newline="") as file:
        import csv

        csv.writer(file).writerows([_HEADINGS, *rows(count)])


def measure(count: int) -> None:
    """Print seconds for each step, the bare COPY beside it, and the memory at its peak."""
    from django.conf import settings
    from django.db import transaction

    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        settings.MEDIA_ROOT = folder
        bare = _bare_copy(count)
        steps = {}
        for ending in ("xlsx", "csv"):
            path = Path(folder) / f"list.{ending}"
            write_file(path, count)
            steps[f"open {ending}"], intake = _open(path)
        _store_half(count)
        steps |= _run(intake)
        transaction.set_rollback(True)
    total = sum(seconds for name, seconds in steps.items() if name != "open xlsx")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = " | ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
    print(
        f"import {count:>8,} rows | bare COPY {bare:.2f} s | {told} | "
        f"file to written and undone {total:.1f} s = {total / bare:.1f} x | peak {peak:,.0f} MB"
    )


def _bare_copy(count: int) -> float:
    """The same rows by COPY into the companies' table, indexes included, without history."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT bare")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
        start = time.perf_counter()
        statement = (
            "COPY prospects_company (name_ja, name_kana, corporate_number, postcode, street, phone,"
            " employees, capital_jpy, founded_year, note, version, updated_at, is_demo, source,"
            " name_ko, name_en, registration, municipality_code, prefecture, city, jsic_code,"
            " website, products) FROM STDIN"
        )
        with cursor.copy(statement) as copy:
            for row in rows(count):
                copy.write_row([
                    *row[:6], row[6][:-1], row[7], 1985, row[9], 1, "now", False,
                    "", "", "", "open", "", "", "", "", "", "",
                ])  # fmt: skip
        seconds = time.perf_counter() - start
        cursor.execute("ROLLBACK TO SAVEPOINT bare")
    return seconds


def _open(path: Path) -> tuple[float, Any]:
    from crm.intake import files, running
    from crm.models import Intake, User

    owner, _made = User.objects.get_or_create(username="bench", defaults={"role": "analyst"})
    intake = Intake.objects.create(kind="companies", owner=owner, file_name=path.name)
    with path.open("rb") as file:
        files.keep(intake, iter(lambda: file.read(1 << 20), b""))
    seconds = _seconds(lambda: running.open_file(intake, report=_silent))
    return seconds, intake


def _store_half(count: int) -> None:
    """Every second row's company, with other facts than the file says."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no history of these
        statement = (
            "COPY prospects_company (name_ja, corporate_number, employees, version, updated_at,"
            " is_demo, source, name_kana, name_ko, name_en, registration, municipality_code,"
            " prefecture, city, street, postcode, phone, jsic_code, website, products, note)"
            " FROM STDIN"
        )
        with cursor.copy(statement) as copy:
            for index, row in enumerate(rows(count)):
                if index % 2:
                    copy.write_row([row[0], row[2], 1, 1, "now", False, *[""] * 4, "open",
                                    *[""] * 10])  # fmt: skip
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE prospects_company")


def _run(intake: Any) -> dict[str, float]:
    from crm.intake.checking import check
    from crm.intake.undoing import undo
    from crm.intake.writing import write

    found = {}
    found["check"] = _seconds(lambda: check(intake, report=_silent))
    assert intake.counts["making"], intake.counts
    assert intake.counts["changing"], intake.counts
    found["write"] = _seconds(lambda: write(intake, report=_silent))
    found["undo"] = _seconds(lambda: undo(intake, report=_silent))
    assert intake.outcome["removed"] == intake.outcome["made"], intake.outcome
    return found


def _silent(_done: int, _total: int) -> None:
    pass


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run() -> None:
    """Print the figures for 100,000 rows; `INTAKE_ROWS` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    measure(int(os.environ.get("INTAKE_ROWS", ROWS)))


if __name__ == "__main__":
    run()
