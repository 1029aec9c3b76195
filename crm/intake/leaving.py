"""The file of the rows that were left out, ready to be corrected and sent in again; templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.utils.text import capfirst
from django.utils.translation import gettext

from crm.intake.kinds import KINDS, kind_of
from crm.intake.wording import reason_text, reasons
from crm.models import Intake, IntakeRow
from prospects.intake.columns import Layout
from prospects.spreadsheets import Column, Kind, Sheet, write_xlsx


def write_left_out(intake: Intake, out: IO[bytes]) -> int:
    """The left-out rows as they stood in the file, corrections included, each with its reason.

    Every cell is text, so nothing runs as a formula and no number loses digits. How many rows.
    """
    headings = [*intake.headings] or [""]
    columns = [
        Column(gettext("Reason for leaving out"), width=48),
        Column(gettext("Line in the file"), Kind.COUNT),
        *(Column(heading or f"#{place}") for place, heading in enumerate(headings, 1)),
    ]
    sheet = Sheet(title=gettext("Left out"), columns=columns)
    return write_xlsx(out, sheet, _left_out(intake, len(headings)))


def _left_out(intake: Intake, width: int) -> Iterator[list[object]]:
    layout = kind_of(intake).layout
    for row in intake.rows.left_out().order_by("line").iterator(chunk_size=2000):
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        yield [_why(row, layout), row.line, *cells]


def _why(row: IntakeRow, layout: Layout) -> str:
    if row.problems:
        return reasons(row.problems, layout)
    if row.status == IntakeRow.Status.DUPLICATE:
        said = "; ".join(reason_text(each) for each in row.candidates)
        return gettext("Possibly there already: %s") % said
    return gettext("Left out by choice")


def write_template(kind: str, out: IO[bytes]) -> None:
    """An empty list of a kind, with headings in the reader's language and one example."""
    layout = KINDS[kind].layout
    columns = [
        Column(capfirst(str(column.label)) + (" *" if _is_needed(layout, column.name) else ""))
        for column in layout.columns
        if column.name != "id"
    ]
    example = [column.sample for column in layout.columns if column.name != "id"]
    sheet = Sheet(
        title=str(Intake.Kind(kind).label),
        columns=columns,
        notes_title=gettext("Info"),
        notes=(
            (gettext("Example"), gettext("The row below the headings is one: write over it.")),
            ("*", gettext("Needed in every new row. Of the names, one is enough.")),
        ),
    )
    write_xlsx(out, sheet, [example])


def _is_needed(layout: Layout, name: str) -> bool:
    return layout[name].required or name in layout.one_of
