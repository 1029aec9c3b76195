"""A file as it was sent → one plain file of rows a sheet. Pure: no Django.

CSV is streamed. Workbooks are opened by python-calamine in a child process with a bound on memory
and time, as a workbook can claim more cells than any machine holds: whatever it does, the worker
survives, and the file is refused in plain words. Rows are JSON lines: a list of texts each.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from prospects.spreadsheets import meant

from .decoding import encoding_of, separator_of
from .problems import IntakeFileError

MAX_BYTES = 60 << 20
MAX_UNPACKED = 1 << 30
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # Excel's own limit
_SECONDS = 180
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The name of the stream that an encrypted workbook is wrapped in.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: The stream that holds the cells of an old workbook; other old documents have none of the name.
_OLD_WORKBOOK = tuple(name.encode("utf-16-le") + b"\0\0" for name in ("Workbook", "Book"))
#: How files begin that people take for lists: PDF, RTF, images.
_NO_TABLES = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
#: How a web page begins, or Excel's XML of 2003: many systems give such files the ending .xls.
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|meta|body|table|style|\?xml)\b", re.IGNORECASE)
_SAMPLE = 1 << 16


@dataclass(frozen=True)
class Sheet:
    """One table of a file. `rows` counts those with anything in them; `file` holds them."""

    name: str
    rows: int
    columns: int
    merged: int
    file: str


@dataclass(frozen=True)
class Contents:
    """What a file holds. `encoding` and `separator` are empty for a workbook."""

    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def unpack(path: Path, folder: Path, *, encoding: str = "") -> Contents:
    """Write the rows of `path` as JSON lines into `folder`; what is in them.

    `encoding` overrules the guess for a text file. Raises IntakeFileError, whose code says why.
    """
    size = path.stat().st_size
    if not size:
        raise IntakeFileError("empty")
    if size > MAX_BYTES:
        raise IntakeFileError("too_large", most=MAX_BYTES >> 20)
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_ZIP):
        _check_archive(path)
        return _unpack_workbook(path, folder)
    if start.startswith(_OLE):
        _check_compound_file(path)
        # The reader goes by the ending; without one it takes a password for damage.
        named = folder / "workbook.xls"
        named.unlink(missing_ok=True)
        named.symlink_to(path.resolve())
        return _unpack_workbook(named, folder)
    if start.startswith(_NO_TABLES):
        raise IntakeFileError("not_a_table")
    if _WEB_PAGE.match(start.removeprefix(codecs.BOM_UTF8)):
        raise IntakeFileError("web_page")
    return _unpack_text(path, folder, encoding)


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of an unpacked sheet with their line numbers, counted from 1 as Excel does."""
    with path.open("rb") as file:
        for line in file:
            number, cells = orjson.loads(line)
            yield number, cells


# --- Workbooks ------------------------------------------------------------------------------------


def _check_archive(path: Path) -> None:
    """Refuse what is no workbook, and what would unpack to more than fits."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise IntakeFileError("damaged") from None
    names = {info.filename for info in infos}
    workbook = any(name.startswith(("xl/", "Workbook")) or name == "content.xml" for name in names)
    if not workbook:
        raise IntakeFileError("not_a_table")
    if sum(info.file_size for info in infos) > MAX_UNPACKED or len(infos) > 10_000:
        raise IntakeFileError("bomb")


def _check_compound_file(path: Path) -> None:
    """Refuse a workbook of today wrapped in a password, and what is no workbook (doc, hwp, msg)."""
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise IntakeFileError("encrypted")
    if not any(name in content for name in _OLD_WORKBOOK):
        raise IntakeFileError("not_a_table")


def _unpack_workbook(path: Path, folder: Path) -> Contents:
    command = [sys.executable, "-m", "prospects.intake.workbook", str(path), str(folder)]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise IntakeFileError("bomb") from None
    if done.returncode < 0:  # ended by a signal: one of the bounds was reached
        raise IntakeFileError("bomb")
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    answer = orjson.loads(done.stdout)
    if "error" in answer:
        raise IntakeFileError(answer["error"], **answer["about"])
    return Contents(tuple(Sheet(**each) for each in answer["sheets"]))


# --- Text -----------------------------------------------------------------------------------------


def _unpack_text(path: Path, folder: Path, encoding: str) -> Contents:
    encoding = encoding or encoding_of(path)
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding  # it takes a file without one too
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            sample = file.read(_SAMPLE)
            file.seek(0)
            separator = separator_of(sample)
            rows = csv.reader(file, delimiter=separator)
            sheet = write_sheet(_numbered(rows), folder, 0, path.stem)
    except UnicodeError:  # UTF-16 without a mark, or cut in the middle of a character
        raise IntakeFileError("not_text") from None
    except csv.Error:
        raise IntakeFileError("field_without_end", most=csv.field_size_limit()) from None
    if not sheet.rows:
        raise IntakeFileError("empty")
    return Contents((sheet,), encoding.removesuffix("-sig"), separator)


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins, without the marks that our own exports put."""
    line = 1
    for row in rows:
        yield line, [meant(cell) for cell in row]
        line = rows.line_num + 1


def write_sheet(
    rows: Iterator[tuple[int, Sequence[str]]], folder: Path, index: int, name: str, merged: int = 0
) -> Sheet:
    """Write the rows that hold anything; raises IntakeFileError beyond the limits."""
    path = folder / f"sheet-{index}.jsonl"
    count = widest = 0
    with path.open("wb") as file:
        for number, row in rows:
            width = max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)
            if not width:
                continue
            if width > MAX_COLUMNS:
                raise IntakeFileError("too_wide", most=MAX_COLUMNS)
            cells = [cell.replace("\0", "") for cell in itertools.islice(row, width)]
            if any(len(cell) > MAX_CELL for cell in cells):
                raise IntakeFileError("long_cell", line=number, most=MAX_CELL)
            count += 1
            if count > MAX_ROWS + 20:  # titles and headings above the rows are no rows
                raise IntakeFileError("too_many_rows", most=MAX_ROWS)
            widest = max(widest, width)
            file.write(orjson.dumps([number, cells]) + b"\n")
    return Sheet(name, count, widest, merged, path.name)
