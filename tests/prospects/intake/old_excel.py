"""A writer of old Excel workbooks (.xls, BIFF8 in a compound file), as no living library has one.

Just what a list needs: texts, numbers, days, several sheets. After [MS-CFB] and [MS-XLS], whose
names of records and sections stand beside the numbers.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

Cell = str | int | float | dt.date | None
_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
#: Streams below this size would have to stand in a file system of their own, the mini stream.
_LEAST_STREAM = 4096
_DAY_STYLE, _PLAIN_STYLE = 16, 15


def write_xls(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, password: bool = False
) -> Path:
    """Write the sheets' rows; `password` marks the workbook as encrypted (its rows are not)."""
    path.write_bytes(_compound_file("Workbook", _workbook(sheets, password=password)))
    return path


# --- BIFF8: [MS-XLS] ------------------------------------------------------------------------------


def _record(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))  # BOF


def _text(text: str, size: str) -> bytes:
    """A string in UTF-16 after its length in characters and the flag fHighByte."""
    return struct.pack(f"<{size}B", len(text.encode("utf-16-le")) // 2, 1) + text.encode(
        "utf-16-le"
    )


def _style(number_format: int, *, of_styles: bool = False) -> bytes:
    parent = 0xFFF5 if of_styles else 0x0001  # ixfParent, fStyle, fLocked
    fields = struct.pack("<HHHBBBBIIH", 0, number_format, parent, 0x20, 0, 0, 0, 0, 0, 0x20C0)
    return _record(0x00E0, fields)  # XF


def _workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, password: bool) -> bytes:
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    bodies = [_sheet(rows, places) for rows in sheets.values()]
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "B")
    # FILEPASS with 40-bit RC4: salt, verifier and its hash.
    secret = _record(0x002F, struct.pack("<HHH", 1, 1, 1), bytes(48)) if password else b""
    start = b"".join((
        _begin(0x0005),
        secret,
        _record(0x0042, struct.pack("<H", 1200)),  # CODEPAGE: UTF-16
        _record(0x003D, struct.pack("<9H", 0, 0, 16000, 9000, 0x38, 0, 0, 1, 600)),  # WINDOW1
        _record(0x0022, struct.pack("<H", 0)),  # DATEMODE: days since 1900
        *[_record(0x0031, font)] * 4,  # FONT
        *[_style(0, of_styles=True)] * 15,
        _style(0),
        _style(14),  # a built-in format: a day
        _record(0x0293, struct.pack("<HBB", 0x8000, 0, 0xFF)),  # STYLE: normal
    ))  # fmt: skip
    named = [_text(name, "B") for name in sheets]
    table = _string_table([*places], len(texts))
    end = _record(0x000A)  # EOF
    offset = len(start) + sum(4 + 6 + len(name) for name in named) + len(table) + len(end)
    listed = b""
    for name, body in zip(named, bodies, strict=True):
        listed += _record(0x0085, struct.pack("<IH", offset, 0), name)  # BOUNDSHEET8
        offset += len(body)
    return start + listed + table + end + b"".join(bodies)


def _string_table(texts: Sequence[str], uses: int) -> bytes:
    """SST, going on in CONTINUE records; a text is never cut between two of them."""
    table, kind, body = b"", 0x00FC, struct.pack("<II", uses, len(texts))
    for text in texts:
        packed = _text(text, "H")
        if len(body) + len(packed) > 8224:
            table, kind, body = table + _record(kind, body), 0x003C, b""
        body += packed
    return table + _record(kind, body)


def _sheet(rows: Sequence[Sequence[Cell]], places: Mapping[str, int]) -> bytes:
    widest = max(map(len, rows), default=0)
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, widest, 0))  # DIMENSIONS
    cells = b"".join(
        _cell(at, column, cell, places)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell is not None
    )
    view = _record(0x023E, struct.pack("<HHHIHHI", 0x06B6, 0, 0, 64, 0, 0, 0))  # WINDOW2
    return _begin(0x0010) + size + cells + view + _record(0x000A)


def _cell(row: int, column: int, cell: Cell, places: Mapping[str, int]) -> bytes:
    if isinstance(cell, str):
        place = struct.pack("<HHHI", row, column, _PLAIN_STYLE, places[cell])
        return _record(0x00FD, place)  # LABELSST
    if isinstance(cell, dt.date):
        days = (cell - dt.date(1899, 12, 30)).days
        return _record(0x0203, struct.pack("<HHHd", row, column, _DAY_STYLE, days))  # NUMBER
    return _record(0x0203, struct.pack("<HHHd", row, column, _PLAIN_STYLE, float(cell or 0)))


# --- Compound file: [MS-CFB] ----------------------------------------------------------------------


def _compound_file(name: str, stream: bytes) -> bytes:
    """A file of sectors: the stream, its directory, then the table (FAT) of what follows what."""
    stream = stream.ljust(max(_LEAST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    used = len(stream) // _SECTOR
    tables = next(n for n in range(1, 110) if used + 1 + n <= n * (_SECTOR // 4))
    chain = [*range(1, used), _END, _END, *[_FAT] * tables]
    chain += [_FREE] * (tables * (_SECTOR // 4) - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)  # version 3, 512- and 64-byte sectors
    header += struct.pack("<9I", 0, tables, used, 0, _LEAST_STREAM, _END, 0, _END, 0)
    places = [used + 1 + n for n in range(tables)]
    header += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, first=_END, child=1) + _entry(name, 2, 0, len(stream))
    directory += _entry("", 0) * 2
    return header + stream + directory + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, first: int = 0, size: int = 0, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + (b"\0\0" if name else b"")
    start = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    rest = struct.pack("<III36xIQ", _FREE, _FREE, child, first, size)  # siblings, child
    return start + rest
