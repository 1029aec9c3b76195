"""The child process of `unpack`: a workbook's sheets as JSON lines, within bounds. Pure.

`python -m prospects.intake.workbook FILE FOLDER` writes the rows and prints what it found, or
prints an error code. Should the memory bound be hit, the process dies and its parent says so.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .problems import IntakeFileError
from .unpack import Sheet, write_sheet

_MEMORY = 2 << 30
_CPU_SECONDS = 150
_MAX_SHEETS = 30


def main(path: Path, folder: Path) -> dict[str, Any]:
    """The answer to print: `{"sheets": […]}` or `{"error": code, "about": {…}}`."""
    try:
        return {"sheets": [asdict(sheet) for sheet in _sheets(path, folder)]}
    except IntakeFileError as error:
        return {"error": error.code, "about": error.about}
    except PasswordError:
        return {"error": "encrypted", "about": {}}
    except (CalamineError, OSError, ValueError):
        return {"error": "damaged", "about": {}}
    except MemoryError:
        return {"error": "bomb", "about": {}}
    except BaseException as error:
        # The reader stops in this way at a file that ends too early; it is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return {"error": "damaged", "about": {}}


def _sheets(path: Path, folder: Path) -> list[Sheet]:
    found: list[Sheet] = []
    with CalamineWorkbook.from_path(str(path)) as workbook:
        visible = [
            meta.name
            for meta in workbook.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
        ]
        for index, name in enumerate(visible[:_MAX_SHEETS]):
            sheet = workbook.get_sheet_by_name(name)
            merged = len(sheet.merged_cell_ranges or ())
            rows = _rows(sheet)
            written = write_sheet(rows, folder, index, name, merged)
            if written.rows:
                found.append(written)
    if not found:
        raise IntakeFileError("empty")
    return found


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows as Excel counts them: the reader starts at the first row, at the first used column."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, before + [as_text(cell) for cell in row]


def as_text(cell: Any) -> str:
    """A cell as its text: whole numbers without ".0", days and moments in ISO form."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        return f"{cell:.0f}" if cell == int(cell) and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        moment = cell.replace(second=0, microsecond=0)
        if moment.time() != dt.time():
            return moment.isoformat(" ", "minutes")
        return moment.date().isoformat()
    return "" if cell is None else str(cell)  # a text is itself


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    sys.stdout.buffer.write(orjson.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
