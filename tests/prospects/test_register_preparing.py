"""Blocks made ready for COPY: in one process and in several, one state of a number ahead."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.register import preparing
from prospects.register.preparing import KnownNumbers, prepared_blocks, split_lines
from prospects.register.reading import RegisterFileError

from .register_files import as_csv, number, pack, row, write


@pytest.fixture
def in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is long enough for processes, and a block holds a few rows."""
    monkeypatch.setattr(preparing, "LONG_FILE", {True: 0, False: 0})
    monkeypatch.setattr("prospects.register.reading.BLOCK_BYTES", 2_000)


def _rows() -> list[list[str]]:
    return [row(index, process="xx" if index % 40 == 0 else "01") for index in range(1, 201)]


def test_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.csv.gz", _rows(), encoding="cp932", header=True)
    monkeypatch.setattr("prospects.register.reading.BLOCK_BYTES", 2_000)
    alone = list(prepared_blocks(path))
    monkeypatch.setattr(preparing, "LONG_FILE", {True: 0, False: 0})
    in_processes = list(prepared_blocks(path))
    assert len(alone) > 10
    assert _contents(in_processes) == _contents(alone)
    assert sum(block.rows for block in alone) == 200
    rejects = [reject.line for block in alone for reject in block.rejects]
    assert rejects == [41, 81, 121, 161, 201]  # the first line is the header


def _contents(blocks: list[preparing.Prepared]) -> list[tuple[object, ...]]:
    return [(b.text, b.more, b.numbers.tolist(), b.rows, b.rejects, b.encoding) for b in blocks]


def test_the_last_state_of_a_number_is_ahead(tmp_path: Path) -> None:
    rows = [row(1, name="甲"), row(2), row(1, name="乙"), row(1, name="丙")]
    [block] = prepared_blocks(write(tmp_path / "x.csv", rows))
    assert block.numbers.tolist() == [int(number(2)), int(number(1))]
    assert [line.count("丙".encode()) > 0 for line in block.text.splitlines()] == [False, True]
    assert block.more.count(b"\n") == 2
    assert b"\n".join([block.more, block.text]).count(number(1).encode()) == 3


@pytest.mark.usefixtures("in_processes")
def test_errors_while_reading_end_the_processes(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv.gz", [row(index) for index in range(20_000)])
    path.write_bytes(path.read_bytes()[:-1_000])
    with pytest.raises(RegisterFileError, match="is damaged"):
        list(prepared_blocks(path))


@pytest.mark.usefixtures("in_processes")
def test_a_process_that_is_stopped_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(preparing.Preparer, "__call__", die)
    with pytest.raises(RegisterFileError, match="a process that was reading it has been stopped"):
        list(prepared_blocks(pack(tmp_path / "x.csv", as_csv(_rows()).encode())))


@given(st.lists(st.lists(st.integers(1, 60), unique=True, max_size=20), max_size=12))
def test_known_numbers(blocks: list[list[int]]) -> None:
    known = KnownNumbers()
    before: set[int] = set()
    for block in blocks:
        assert known.add(np.array(block, np.int64)).tolist() == [n in before for n in block]
        before |= {*block}
    assert len(known) == len(before)


@given(st.lists(st.tuples(st.binary(max_size=5), st.booleans())))
def test_lines_are_split(lines: list[tuple[bytes, bool]]) -> None:
    lines = [(line.replace(b"\n", b"\r"), chosen) for line, chosen in lines]
    text = b"".join(line + b"\n" for line, _ in lines)
    yes, no = split_lines(text, np.array([chosen for _, chosen in lines], np.bool_))
    assert yes == b"".join(line + b"\n" for line, chosen in lines if chosen)
    assert no == b"".join(line + b"\n" for line, chosen in lines if not chosen)
