"""Loading register files: the newest state wins, all or nothing, the same in any order."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict

from prospects.models import RegisterEntry, RegisterLoad
from prospects.names import bigrams, pack_opening
from prospects.register import (
    Progress,
    load_register,
    renew_search_columns,
)
from prospects.register.layout import FIELDS
from prospects.register.rows import COPIED

from .register_files import deletion, number, row, write
from .register_loads import checksum, load

pytestmark = pytest.mark.django_db


def test_all_columns_are_stored(tmp_path: Path) -> None:
    full = {
        "sequence_number": "42",
        "process": "12",
        "is_correction": "1",
        "update_date": "2024-01-10",
        "change_date": "2024-01-05",
        "name": '㈱濵田 \\ "大"',
        "name_image_id": "00012345",
        "kind": "305",
        "prefecture": "静岡県",
        "city": "浜松市中央区",
        "street": "見本町１番地",
        "address_image_id": "00012346",
        "prefecture_code": "22",
        "city_code": "138",
        "postcode": "4300929",
        "address_abroad": "香港見本街1",
        "address_abroad_image_id": "00012347",
        "close_date": "2024-01-06",
        "close_cause": "11",
        "successor_number": number(2),
        "change_cause": "見本に合併し解散",
        "assignment_date": "2015-10-05",
        "is_latest": "0",
        "name_en": "Hamada, LLC",
        "prefecture_en": "Shizuoka",
        "address_en": "1 Mihon-cho",
        "address_abroad_en": "1 Mihon Street",
        "kana": "ハマダ",
        "is_hidden": "1",
    }
    load(write(tmp_path / "x.csv", [row(1, **full)]))
    [entry] = RegisterEntry.objects.values()
    assert entry == full | {
        "corporate_number": number(1),
        "sequence_number": 42,
        "is_correction": True,
        "update_date": dt.date(2024, 1, 10),
        "change_date": dt.date(2024, 1, 5),
        "close_date": dt.date(2024, 1, 6),
        "assignment_date": dt.date(2015, 10, 5),
        "is_latest": False,
        "is_hidden": True,
        "normal_name": "浜田大",
        "heard": "하마다 hamada",
        "bigrams": [
            *bigrams("浜田大"),
            *bigrams("하마다"),
            *bigrams("hamada"),
            *map(pack_opening, ("浜田", "하마", "ha")),
        ],
        "municipality_code": "22138",
        "is_active": False,
    }


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".zip"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize(("header", "quoted"), [(True, False), (False, True)])
def test_every_published_form_gives_the_same_table(
    tmp_path: Path, suffix: str, encoding: str, header: bool, quoted: bool
) -> None:
    rows = [row(1, name="髙橋①"), deletion(2), row(3, kana="")]
    plain = write(tmp_path / "plain.csv", rows)
    other = write(tmp_path / f"x{suffix}", rows, encoding=encoding, header=header, quoted=quoted)
    assert load(plain) == [{"read": 3, "new": 3}]
    before = checksum()
    assert load(other) == [{"read": 3, "unchanged": 3}]
    RegisterEntry.objects.all().delete()
    assert load(other) == [{"read": 3, "new": 3}]
    assert checksum() == before


def test_deleted_numbers_keep_number_and_dates_only(tmp_path: Path) -> None:
    load(write(tmp_path / "a.csv", [row(1), row(2)]))
    load(write(tmp_path / "b.csv", [deletion(1, change_date="2024-05-31")]))
    entry = RegisterEntry.objects.get(corporate_number=number(1))
    assert (entry.process, entry.name, entry.update_date, entry.change_date, entry.is_active) == (
        "99",
        "",
        dt.date(2024, 6, 1),
        dt.date(2024, 5, 31),
        False,
    )
    assert (entry.normal_name, entry.bigrams, entry.municipality_code) == ("", [], "")
    assert list(RegisterEntry.objects.active()) == [RegisterEntry(corporate_number=number(2))]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"update_date": "2024-01-10"}, {"update_date": "2024-01-11"}),
        # History stays history, even when it is published later as a correction.
        (
            {"update_date": "2024-02-01", "is_latest": "0", "is_correction": "1"},
            {"update_date": "2024-01-10", "is_latest": "1"},
        ),
        (
            {"sequence_number": "9", "change_date": "2024-01-09"},
            {"sequence_number": "10", "change_date": "2024-01-05"},
        ),
        ({"change_date": ""}, {"change_date": "2015-10-05"}),
        ({"change_date": "2024-01-05"}, {"change_date": "2024-01-06"}),
        ({"name": "乙"}, {"name": "甲"}),
    ],
)
def test_the_newest_state_wins(
    tmp_path: Path, older: dict[str, str], newer: dict[str, str]
) -> None:
    """In either order of files, and of rows in a file."""
    old, new = row(1, **{"street": "旧", **older}), row(1, **{"street": "旧", **newer})
    files = [write(tmp_path / "old.csv", [old]), write(tmp_path / "new.csv", [new])]
    both = [write(tmp_path / "on.csv", [old, new]), write(tmp_path / "no.csv", [new, old])]
    expected = load(files[1]), checksum()
    RegisterEntry.objects.all().delete()
    sums = set()
    for paths in (files, files[::-1], both[:1], both[1:]):
        with transaction.atomic():
            load(*paths)
            sums.add(checksum())
            transaction.set_rollback(True)
    assert sums == {expected[1]}


def test_what_became_of_each_row_is_counted(tmp_path: Path) -> None:
    first = write(tmp_path / "1.csv", [row(1), row(2), row(3)])
    second = write(
        tmp_path / "2.csv",
        [
            row(1, update_date="2024-01-11", name="新"),
            row(1, update_date="2024-01-11", name="旧", is_latest="0"),
            row(2),
            row(3, update_date="2023-01-11"),
            row(4),
            row(5, process="xx"),
            row(4),
        ],
    )
    assert load(first, second) == [
        {"read": 3, "new": 3},
        {"read": 7, "new": 1, "changed": 1, "unchanged": 1, "stale": 3, "rejected": 1},
    ]
    assert load(second, first) == [
        {"read": 7, "unchanged": 3, "stale": 3, "rejected": 1},
        {"read": 3, "unchanged": 2, "stale": 1},
    ]


def _random_files(folder: Path, seed: int) -> list[Path]:
    """Six files that disagree about forty numbers in every way, with ties."""
    pick = random.Random(seed)
    files = []
    for name in "abcdef":
        rows = []
        for _ in range(60):
            index = pick.randrange(40)
            values = {
                "sequence_number": str(pick.randrange(1, 4)),
                "update_date": f"2024-01-0{pick.randrange(1, 4)}",
                "change_date": pick.choice(["", "2023-12-01", "2023-12-02"]),
                "is_latest": pick.choice(["0", "1", "1"]),
            }
            if pick.random() < 0.1:
                rows.append(deletion(index, **values))
            else:
                values |= {"process": pick.choice(["01", "12", "21", "22"])}
                rows.append(row(index, name=pick.choice("甲乙丙丁"), **values))
        path = folder / f"{seed}{name}.csv{pick.choice(['', '.gz'])}"
        files.append(write(path, rows, encoding=pick.choice(["utf-8", "cp932"])))
    return files


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_files_gives_the_same_table(tmp_path: Path, seed: int) -> None:
    files = _random_files(tmp_path, seed)
    orders = [files, files[::-1]] + [random.Random(n).sample(files, 6) for n in range(8)]
    sums = set()
    for order in orders:
        with transaction.atomic():
            load(*order)
            sums.add(checksum())
            before = checksum()
            again = load(*random.Random(str(order)).sample(files, 6))
            assert not any(set(result) & {"new", "changed"} for result in again)
            assert checksum() == before
            transaction.set_rollback(True)
    assert len(sums) == 1


@pytest.mark.parametrize("in_processes", [False, True])
def test_an_empty_register_is_filled_with_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_processes: bool
) -> None:
    """States of one number in one block, and in blocks far from each other."""
    monkeypatch.setattr("prospects.register.reading.BLOCK_BYTES", 2_000)
    if in_processes:
        monkeypatch.setattr("prospects.register.preparing.LONG_FILE", {True: 0, False: 0})
    pick = random.Random(1)
    rows = [
        row(
            pick.randrange(60),
            name=pick.choice("甲乙丙丁"),
            sequence_number=str(n % 7),
            process=code,
        )
        for n, code in enumerate(pick.choices(["01", "12", "xx"], [9, 9, 1], k=300))
    ]
    path = write(tmp_path / "x.csv.gz", rows)
    other = write(tmp_path / "other.csv", [row(99)])
    load(other)
    [staged] = load(path)
    expected = checksum()
    RegisterEntry.objects.all().delete()
    assert load(path) == [staged]
    load(other)
    assert checksum() == expected
    good = {values[1] for values in rows if "xx" not in values}
    assert (staged["read"], staged["new"]) == (300, len(good))


def test_each_file_is_recorded(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [row(1), row(2, kind="")])
    load_register([path], rejects=tmp_path / "rejects.csv")
    [record] = RegisterLoad.objects.all()
    assert record.id.version == 7
    assert record.started_at <= record.finished_at
    times = {"id", "started_at", "finished_at"}
    assert {f: v for f, v in model_to_dict(record).items() if f not in times} == {
        "file_name": "x.csv",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "encoding": "utf-8",
        "rows_read": 2,
        "rows_new": 1,
        "rows_changed": 0,
        "rows_unchanged": 0,
        "rows_stale": 0,
        "rows_rejected": 1,
    }


@pytest.mark.usefixtures("long_register")
def test_a_large_load_makes_the_same_indexes_anew(tmp_path: Path) -> None:
    def indexes() -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes"
                " WHERE tablename = 'prospects_registerentry' ORDER BY 1"
            )
            return list(cursor.fetchall())

    before = indexes()
    assert len(before) == 5
    path = write(tmp_path / "x.csv", [row(index) for index in range(25_000)])
    seen: list[Progress] = []
    load_register([path], report=seen.append)
    assert "indexing" in [progress.stage for progress in seen]
    assert indexes() == before
    assert RegisterEntry.objects.named("見本").count() == 25_000


def test_loading_again_renews_normal_forms(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [row(1)])
    load(path)
    before = checksum()
    RegisterEntry.objects.update(normal_name="of an older rule", bigrams=[])
    assert load(path) == [{"read": 1, "changed": 1}]
    assert checksum() == before


def test_renewing_does_the_same_without_the_file(tmp_path: Path) -> None:
    load(write(tmp_path / "x.csv", [row(1), row(2, kana=""), row(3, name_en="Mihon, Inc.")]))
    before = checksum()
    assert renew_search_columns() == 0
    RegisterEntry.objects.exclude(name_en="").update(heard="of an older rule", bigrams=[])
    assert renew_search_columns() == 1
    assert checksum() == before


@pytest.mark.django_db(transaction=True)
def test_a_second_load_waits_for_the_first(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [row(1)])
    waiting, ended = threading.Event(), threading.Event()

    def second() -> None:
        def report(progress: Progress) -> None:
            if progress.stage == "waiting":
                waiting.set()

        load_register([path], report=report)
        connection.close()
        ended.set()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        load_register([path])
        thread.start()
        assert waiting.wait(10)
        assert not ended.wait(0.2)
    thread.join(10)
    assert ended.is_set()
    assert RegisterLoad.objects.count() == 2


def test_the_staging_table_has_what_is_copied() -> None:
    assert set(COPIED) == {
        field.column for field in RegisterEntry._meta.concrete_fields if not field.generated
    }
    assert set(FIELDS) < set(COPIED)
