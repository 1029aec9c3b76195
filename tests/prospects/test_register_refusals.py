"""What the register refuses: rows, files, numbers; nothing is left half done."""

from __future__ import annotations

import csv
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from prospects.models import RegisterEntry, RegisterLoad
from prospects.names import check_digit, is_corporate_number
from prospects.register import Progress, RegisterFileError, load_register

from .register_files import as_csv, pack, row, write
from .register_loads import checksum, counts, load, names

pytestmark = pytest.mark.django_db


def test_rejected_rows_go_to_a_file(tmp_path: Path) -> None:
    bad = as_csv([row(2, update_date="gestern")], quoted=True)
    path = pack(tmp_path / "x.csv", (as_csv([row(1)]) + bad + "1,2\n").encode())
    rejects = tmp_path / "new" / "rejects.csv"
    [result] = load_register([path], rejects=rejects)
    assert counts(result) == {"read": 3, "new": 1, "rejected": 2}
    assert result.rejects == rejects
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["file", "line", "reason", "original line"],
            [str(path), "2", "updateDate: 'gestern' is not a date (YYYY-MM-DD)", bad.strip()],
            [str(path), "3", "2 columns instead of 30", "1,2"],
        ]
    assert list(rejects.parent.iterdir()) == [rejects]


def test_a_row_with_damaged_bytes_is_rejected(tmp_path: Path) -> None:
    good = as_csv([row(index) for index in (1, 2, 3)]).encode("cp932").splitlines()
    good[1] = good[1].replace("見本製作所".encode("cp932"), b"\x81 ")
    path = pack(tmp_path / "x.csv", b"\n".join(good))
    rejects = tmp_path / "rejects.csv"
    [result] = load_register([path], rejects=rejects)
    assert (result.encoding, counts(result)) == ("cp932", {"read": 3, "new": 2, "rejected": 1})
    assert "bytes that are not CP932" in rejects.read_text(encoding="utf-8-sig")


def test_without_rejects_there_is_no_rejects_file(tmp_path: Path) -> None:
    [result] = load_register(
        [write(tmp_path / "x.csv", [row(1)])], rejects=tmp_path / "rejects.csv"
    )
    assert result.rejects is None
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_rejects_that_cannot_be_written_stop_the_load_at_once(tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="rejected rows cannot be written there"):
        load_register([write(tmp_path / "x.csv", [row(1)])], rejects=tmp_path)
    assert names() == {}


def _encoding_changes() -> bytes:
    text = as_csv([row(index) for index in range(400)])
    return text.encode() + text.encode("cp932")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (as_csv([], header=True).encode(), "holds no rows"),
        (b"a,b,c\n1,2,3\n", r"the header has 3 columns instead of 30"),
        (b"1,2,3\n4,5,6\n", r"not a register file: .*line 1: 3 columns instead of 30"),
        ("これはメモです\n".encode(), r"not a register file: .*line 1: 1 columns"),
        (bytes(range(256)) * 20, "not a register file"),
        (_encoding_changes(), "too many rows are not UTF-8, the last in line"),
    ],
)
def test_a_bad_file_leaves_everything_as_it_was(tmp_path: Path, data: bytes, reason: str) -> None:
    load(write(tmp_path / "known.csv", [row(1)]))
    before = checksum(), RegisterLoad.objects.count()
    good = write(tmp_path / "good.csv", [row(1, update_date="2025-01-01"), row(2)])
    bad = pack(tmp_path / "bad.csv", data)
    rejects = tmp_path / "rejects.csv"
    with pytest.raises(RegisterFileError, match=reason) as raised:
        load_register([good, bad], rejects=rejects)
    assert str(raised.value).startswith(str(bad))
    assert (checksum(), RegisterLoad.objects.count()) == before
    assert not any("rejects" in path.name for path in tmp_path.iterdir())


@pytest.mark.usefixtures("long_register")
def test_a_file_cut_short_leaves_everything_as_it_was(tmp_path: Path) -> None:
    rows = [row(index) for index in range(30_000)]
    path = write(tmp_path / "x.csv.gz", rows)
    path.write_bytes(path.read_bytes()[:-1000])
    seen: list[Progress] = []
    with pytest.raises(RegisterFileError, match="is damaged"):
        load_register([path], report=seen.append)
    assert [progress.stage for progress in seen][:2] == ["reading", "reading"]
    assert (names(), RegisterLoad.objects.count()) == ({}, 0)


def test_a_missing_file_is_told_before_any_is_read(tmp_path: Path) -> None:
    good = write(tmp_path / "good.csv", [row(1)])
    seen: list[Progress] = []
    with pytest.raises(RegisterFileError, match="there is no such file"):
        load_register([good, tmp_path / "none.csv"], report=seen.append)
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_leaves_everything_as_it_was(tmp_path: Path) -> None:
    load(write(tmp_path / "known.csv", [row(1)]))
    before = checksum(), RegisterLoad.objects.count()
    path = write(tmp_path / "x.csv", [row(index) for index in range(2_000)])

    def report(progress: Progress) -> None:
        if progress.stage == "merging":
            settings = connection.settings_dict
            where = f"host={settings['HOST']} user={settings['USER']} dbname={settings['NAME']}"
            with psycopg.connect(where, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        load_register([path], report=report)
    connection.close()
    assert (checksum(), RegisterLoad.objects.count()) == before


class TestRuleInTheDatabase(TestCase):
    """Python and the database say the same of every number."""

    @given(st.text("0123456789", min_size=12, max_size=14) | st.text(max_size=14))
    def test_of_any_text(self, text: str) -> None:
        text = text.replace("\0", "")
        assert self.valid(text) == is_corporate_number(text)

    @given(st.text("0123456789", min_size=12, max_size=12), st.sampled_from("0123456789"))
    def test_of_any_check_digit(self, base: str, digit: str) -> None:
        assert self.valid(digit + base) == is_corporate_number(digit + base)
        assert self.valid(check_digit(base) + base)

    @staticmethod
    def valid(text: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT corporate_number_valid(%s)", [text])
            [answer] = cursor.fetchone()
        return bool(answer)


def test_the_register_refuses_a_wrong_number(tmp_path: Path) -> None:
    load(write(tmp_path / "x.csv", [row(1)]))
    with pytest.raises(IntegrityError, match="registerentry_corporate_number"):
        RegisterEntry.objects.update(corporate_number="1234567890123")
