"""The made-up register files: the same every time, and nothing in them that a load would reject."""

from __future__ import annotations

import gzip
from pathlib import Path

from benchmarks import register_files
from prospects.register.layout import POSITION
from prospects.register.reading import read_blocks
from prospects.register.rows import Row, RowReader

ROWS = 3_000


def read(path: Path) -> list[Row]:
    reader = RowReader()
    rows: list[Row] = []
    for block in read_blocks(path):
        good, rejects = reader.read(block)
        assert rejects == []
        rows += good
    return rows


def share(rows: list[Row], field: str, *values: str) -> float:
    """Of rows where the field has one of `values`; without any, where it is filled."""
    found = [row[POSITION[field]] for row in rows]
    return sum(value in values if values else bool(value) for value in found) / len(rows)


def test_every_row_can_be_read_and_has_its_share(tmp_path: Path) -> None:
    rows = read(register_files.write(tmp_path / "x.csv", ROWS))
    assert len(rows) == ROWS
    numbers = [row[POSITION["corporate_number"]] for row in rows]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) / ROWS == 1 - share(rows, "is_latest", "0")
    assert 0.02 < share(rows, "is_latest", "0") < 0.06
    assert 0.76 < share(rows, "kana") < 0.86
    assert 0.13 < share(rows, "close_date") < 0.20
    assert 0.55 < share(rows, "kind", "301") < 0.65
    assert 0.003 < share(rows, "city", "大田区", "墨田区", "東大阪市", "浜松市中央区") < 0.05
    assert len({row[POSITION["name"]] for row in rows}) > 0.9 * ROWS


def test_the_same_rows_give_the_same_file(tmp_path: Path) -> None:
    plain = register_files.write(tmp_path / "x.csv", ROWS).read_bytes()
    packed = register_files.write(tmp_path / "x.csv.gz", ROWS).read_bytes()
    assert gzip.decompress(packed) == plain
    japanese = register_files.write(tmp_path / "y.csv", ROWS, encoding="cp932").read_bytes()
    assert japanese.decode("cp932").encode() == plain
    assert register_files.write(tmp_path / "z.csv", ROWS, seed=8).read_bytes() != plain
