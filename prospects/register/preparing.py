"""A register file → checked text for COPY, block by block; a long file on several processors. Pure.

The process that loads only reads, unpacks and hands on; two or three others decode, check and
normalise, while the database copies what they have made before. A short file is prepared where it
is read: starting processes takes longer than its rows do.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from .reading import Body, RegisterFileError, decoded, is_compressed, read_bodies
from .rows import Numbers, Reject, RowReader

Mask = np.ndarray[Any, np.dtype[np.bool_]]

#: Bytes of a file, from which on it is worth starting processes; by whether it is compressed.
LONG_FILE = {True: 2_000_000, False: 12_000_000}
#: The database takes a row in two thirds of the time that one processor prepares it in.
MOST_PROCESSES = 3
_AHEAD = 3  # blocks that wait for each process


@dataclass(frozen=True)
class Prepared:
    """What a block of lines holds. `text` has the last state of each of `numbers`, a row a line.

    `more` has the states before those, in the same form.
    """

    file: str
    encoding: str
    rows: int  # read, good or not
    numbers: Numbers
    text: bytes
    more: bytes
    rejects: list[Reject]
    undecodable: int
    header_wrong: str


class Preparer:
    """Prepares the blocks of one file; quicker for each value it has met before."""

    def __init__(self) -> None:
        self.reader = RowReader()

    def __call__(self, body: Body) -> Prepared:
        reader = self.reader
        rows_before, undecodable_before = reader.rows_read, reader.undecodable
        text, numbers, rejects = reader.text(decoded(body))
        more = b""
        last = _last_of_each(numbers)
        if len(last) < len(numbers):
            is_last = np.zeros(len(numbers), np.bool_)
            is_last[last] = True
            numbers, text, more = numbers[is_last], *split_lines(text, is_last)
        return Prepared(
            file=body.file,
            encoding=body.encoding,
            rows=reader.rows_read - rows_before,
            numbers=numbers,
            text=text,
            more=more,
            rejects=rejects,
            undecodable=reader.undecodable - undecodable_before,
            header_wrong=reader.header_wrong,
        )


def _last_of_each(numbers: Numbers) -> Numbers:
    """Where each number stands last."""
    _, from_the_end = np.unique(numbers[::-1], return_index=True)
    return len(numbers) - 1 - from_the_end


def split_lines(text: bytes, chosen: Mask) -> tuple[bytes, bytes]:
    """The lines that are chosen, and the others; each with its line break."""
    lines = text.split(b"\n")[:-1]
    yes, no = compress(lines, chosen.tolist()), compress(lines, (~chosen).tolist())
    return b"".join([line + b"\n" for line in yes]), b"".join([line + b"\n" for line in no])


class KnownNumbers:
    """A growing set of numbers: sorted runs, each at least twice as long as the one after it."""

    def __init__(self) -> None:
        self.runs: list[Numbers] = []

    def __len__(self) -> int:
        return sum(map(len, self.runs))

    def add(self, numbers: Numbers) -> Mask:
        """Take in numbers, none of them twice; which of them were known before."""
        known = np.zeros(len(numbers), np.bool_)
        fresh = np.sort(numbers)
        for run in self.runs:
            if len(fresh) and run[0] <= fresh[-1] and fresh[0] <= run[-1]:
                places = np.searchsorted(run, numbers)
                known |= run[np.minimum(places, len(run) - 1)] == numbers
        if known.any():
            fresh = np.sort(numbers[~known])
        while len(fresh) and self.runs and len(self.runs[-1]) < 2 * len(fresh):
            fresh = np.sort(np.concatenate((self.runs.pop(), fresh)), kind="stable")
        if len(fresh):
            self.runs.append(fresh)
        return known


def prepared_blocks(path: Path) -> Generator[Prepared]:
    """The blocks of a file in their order. Raises RegisterFileError as `read_bodies` does.

    Close it when not all of them are taken: it ends its processes then.
    """
    processes = _processes(path)
    if processes:
        yield from _by_processes(path, processes)
    else:
        yield from map(Preparer(), read_bodies(path))


def _processes(path: Path) -> int:
    """How many processes are worth starting for a file.

    They are forked, which takes milliseconds; elsewhere than on Linux forking is not safe.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    is_long = path.is_file() and path.stat().st_size >= LONG_FILE[is_compressed(path)]
    return min(processors, MOST_PROCESSES) if is_long and processors > 1 else 0


def _by_processes(path: Path, processes: int) -> Generator[Prepared]:
    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("fork"), initializer=_start_process
    )
    waiting: deque[Future[Prepared]] = deque()
    try:
        for body in read_bodies(path):
            waiting.append(pool.submit(_prepare, body))
            if len(waiting) > _AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        reason = "a process that was reading it has been stopped (is there enough memory?)"
        raise RegisterFileError(path, reason) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_preparers: list[Preparer] = []  # of this process: one


def _start_process() -> None:
    gc.disable()  # millions of short-lived lists, none in a cycle
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that loads decides
    _preparers[:] = [Preparer()]


def _prepare(body: Body) -> Prepared:
    [preparer] = _preparers
    return preparer(body)
