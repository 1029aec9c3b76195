"""Register files as published, as blocks of text lines: csv, csv.gz or zip, UTF-8 or CP932. Pure.

Memory is constant: a block holds about a megabyte, however long the file. One row is one line (the
published files have no line breaks inside fields), so one bad row never swallows the next. A block
is read as bytes first, so that another process can decode it.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

BLOCK_BYTES = 1 << 18
LONGEST_LINE = 1 << 16  # a row with every column full is below 10,000 characters
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_ENCODINGS = ("utf-8", "cp932")  # the first one wins a draw


class RegisterFileError(Exception):
    """A file cannot be loaded; nothing of it was. The message names the file and the reason."""

    def __init__(self, file: Path | str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = str(file)
        self.reason = reason


@dataclass(frozen=True)
class Body:
    """Some consecutive lines of `file` as bytes, without the last line break.

    `first` is the number of the first line, counted from 1.
    """

    file: str
    first: int
    data: bytes
    encoding: str


@dataclass(frozen=True)
class Block:
    """A body as lines of text.

    A line that the encoding cannot explain is in `unreadable`, by its index, and is made printable
    in `lines`.
    """

    file: str
    first: int
    lines: list[str]
    unreadable: frozenset[int]
    encoding: str


def read_blocks(path: Path) -> Iterator[Block]:
    """The lines of a file, or of each csv file in a zip archive: `read_bodies`, decoded."""
    return map(decoded, read_bodies(path))


def read_bodies(path: Path) -> Iterator[Body]:
    """The lines of a file, or of each csv file in a zip archive, one after the other.

    The encoding is decided where the first line with a character beyond ASCII appears. Raises
    RegisterFileError for a file that is missing, damaged, empty or not text.
    """
    try:
        with _streams(path) as streams:
            for name, stream in streams:
                yield from _bodies(stream, name)
    except FileNotFoundError:
        raise RegisterFileError(path, "there is no such file") from None
    except IsADirectoryError:
        raise RegisterFileError(path, "is a folder, not a file") from None
    except PermissionError:
        raise RegisterFileError(path, "may not be read (permission denied)") from None
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        reason = f"is damaged, the compressed data cannot be read ({error})"
        raise RegisterFileError(path, reason) from None
    except (RuntimeError, NotImplementedError) as error:  # how zipfile says "password", "method"
        raise RegisterFileError(path, f"cannot be unpacked ({error})") from None
    except OSError as error:
        raise RegisterFileError(path, f"cannot be read ({error.strerror or error})") from None


def is_compressed(path: Path) -> bool:
    """Whether the file is a zip archive or gzipped, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4).startswith((_ZIP, _GZIP))


@contextmanager
def _streams(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Named byte streams of the text inside `path`, told by its first bytes, not by its name."""
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start == _ZIP:
            with zipfile.ZipFile(file) as archive:
                yield _members(path, archive)
        elif start[:2] == _GZIP:
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield iter([(str(path), cast("IO[bytes]", unpacked))])
        else:
            yield iter([(str(path), file)])


def _members(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    names = sorted(n for n in archive.namelist() if n.lower().endswith(".csv"))
    if not names:
        raise RegisterFileError(path, "holds no .csv file")
    for name in names:
        with archive.open(name) as member:
            yield f"{path}/{name}", member


def _bodies(stream: IO[bytes], name: str) -> Iterator[Body]:
    encoding = ""
    number = 1
    rest = stream.read(len(_BOM))
    if rest[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RegisterFileError(name, "is in UTF-16; save it as UTF-8 or take the published file")
    if rest == _BOM:
        rest, encoding = b"", "utf-8"
    for data in _whole_lines(stream, rest, name):
        if not encoding and not data.isascii():
            encoding = _encoding(data)
        yield Body(name, number, data, encoding or "utf-8")
        number += data.count(b"\n") + 1
    if number == 1:
        raise RegisterFileError(name, "is empty")


def _whole_lines(stream: IO[bytes], rest: bytes, name: str) -> Iterator[bytes]:
    """Runs of whole lines, each without its last line break."""
    while data := stream.read(BLOCK_BYTES):
        body, line_break, rest = (rest + data).rpartition(b"\n")
        if len(rest) > LONGEST_LINE:
            raise RegisterFileError(name, "has a line without end: this is not a register file")
        if line_break:
            yield body
    if rest:
        yield rest.removesuffix(b"\n")  # only a file of a few bytes ends in one here


def decoded(body: Body) -> Block:
    """The lines of a body; those that its encoding cannot explain are marked."""
    try:
        lines = body.data.decode(body.encoding).split("\n")
    except UnicodeDecodeError:
        return _partly_decoded(body)
    if b"\r" in body.data:
        lines = [line.removesuffix("\r") for line in lines]
    return Block(body.file, body.first, lines, frozenset(), body.encoding)


def _partly_decoded(body: Body) -> Block:
    lines: list[str] = []
    unreadable: set[int] = set()
    for index, line in enumerate(body.data.split(b"\n")):
        try:
            text = line.decode(body.encoding)
        except UnicodeDecodeError:
            text = line.decode(body.encoding, "backslashreplace")
            unreadable.add(index)
        lines.append(text.removesuffix("\r"))
    return Block(body.file, body.first, lines, frozenset(unreadable), body.encoding)


def _encoding(body: bytes) -> str:
    """The encoding that explains most lines, so that one damaged line does not decide."""
    lines = [line for line in body.split(b"\n") if not line.isascii()]
    failures = {name: sum(not _fits(line, name) for line in lines) for name in _ENCODINGS}
    return min(_ENCODINGS, key=failures.__getitem__)


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
