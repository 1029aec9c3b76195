"""Register files in every published form, and everything that is none."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from prospects.register import RegisterFileError
from prospects.register.reading import Block, read_blocks

from .register_files import as_csv, pack, row, write

ROWS = [row(1, name="株式会社濵田"), row(2, name="髙橋①工業"), row(3)]
LINES = as_csv(ROWS).splitlines()


def lines(path: Path) -> list[str]:
    return [line for block in read_blocks(path) for line in block.lines]


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".zip", ".data"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_forms_of_a_file(tmp_path: Path, suffix: str, encoding: str, line_break: str) -> None:
    path = write(tmp_path / f"x{suffix}", ROWS, encoding=encoding, line_break=line_break)
    assert lines(path) == LINES


def test_cp932_is_recognised(tmp_path: Path) -> None:
    rows = [row(1, name="ソ表能①髙﨑"), row(2, name="浜松")]
    path = write(tmp_path / "x.csv", rows, encoding="cp932")
    [block] = read_blocks(path)
    assert block == Block(str(path), 1, as_csv(rows).splitlines(), frozenset(), "cp932")


def test_a_last_line_without_a_break_is_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "x.csv", as_csv(ROWS).rstrip("\n").encode())
    assert lines(path) == LINES


def test_the_encoding_shows_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prospects.register.reading.BLOCK_BYTES", 64)
    text = "a,b\n" * 100 + "浜松,精密\n" * 40
    path = pack(tmp_path / "x.csv", text.encode("cp932"))
    blocks = list(read_blocks(path))
    assert [line for block in blocks for line in block.lines] == text.splitlines()
    assert len(blocks) > 10
    assert [block.first + len(block.lines) for block in blocks[:-1]] == [
        block.first for block in blocks[1:]
    ]
    assert {block.encoding for block in blocks} == {"utf-8", "cp932"}
    assert blocks[-1].encoding == "cp932"


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_one_damaged_line_does_not_decide_the_encoding(tmp_path: Path, encoding: str) -> None:
    good = [line.encode(encoding) for line in ("浜松,一", "精密,二", "工業,三")]
    path = pack(tmp_path / "x.csv", b"\n".join([good[0], b"\x81 ,x", *good[1:], b""]))
    [block] = read_blocks(path)
    assert (block.encoding, block.unreadable) == (encoding, frozenset({1}))
    assert [block.lines[index] for index in (0, 2, 3)] == ["浜松,一", "精密,二", "工業,三"]
    assert "\\x81" in block.lines[1]


def test_every_csv_of_an_archive_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.CSV", b"2\n")
        archive.writestr("a.csv", "浜\n".encode("cp932"))
        archive.writestr("c.txt", b"no")
    blocks = [(block.file, block.first, block.lines) for block in read_blocks(path)]
    assert blocks == [(f"{path}/a.csv", 1, ["浜"]), (f"{path}/b.CSV", 1, ["2"])]


def _truncated_gzip() -> bytes:
    return gzip.compress(as_csv(ROWS * 500).encode())[:-20]


def _broken_gzip() -> bytes:
    data = bytearray(gzip.compress(as_csv(ROWS * 500).encode()))
    data[60:80] = bytes(20)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (gzip.compress(b""), "is empty"),
        (_truncated_gzip(), "is damaged"),
        (_broken_gzip(), "is damaged"),
        (b"PK\x03\x04 and no more", "is damaged"),
        ("浜松".encode("utf-16"), "is in UTF-16"),
        (b"x" * 2_000_000, "has a line without end"),
    ],
    # Not from the data: gzip writes the time, and two workers would collect tests of two names.
    ids=[
        "nothing",
        "gzip-of-nothing",
        "cut-gzip",
        "broken-gzip",
        "broken-zip",
        "utf-16",
        "endless",
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(RegisterFileError) as raised:
        lines(path)
    assert str(raised.value).startswith(f"{path}: {reason}")


def test_places_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="there is no such file"):
        lines(tmp_path / "none.csv")
    with pytest.raises(RegisterFileError, match="is a folder, not a file"):
        lines(tmp_path)


def test_an_archive_without_csv(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.xml", b"<x/>")
    with pytest.raises(RegisterFileError, match=r"holds no \.csv file"):
        lines(path)
