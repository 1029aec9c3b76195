"""`manage.py load_register FILE…`: the thin shell around `prospects.register.load_register`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from prospects.register import LoadResult, Progress, RegisterFileError, load_register

_COUNTS = ("read", "new", "changed", "unchanged", "stale", "rejected")


class Command(BaseCommand):
    help = (
        "Load corporate-number files of the National Tax Agency (csv, csv.gz, zip; UTF-8 or "
        "CP932), in any order, as often as you like. All files go in, or none."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--rejects",
            type=Path,
            metavar="PATH",
            help="where to write rows that cannot be read (default: a dated file in the media "
            "folder)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            results = load_register(
                options["files"], rejects=options["rejects"], report=self._report
            )
        except RegisterFileError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from None
        except DatabaseError as error:
            raise CommandError(f"The database: {error}\nNothing was loaded.") from None
        self._summary(results)

    def _report(self, progress: Progress) -> None:
        """One line that renews itself on a terminal; one line a finished file otherwise."""
        name, rows, seconds = progress.path.name, progress.rows, progress.seconds
        if progress.stage == "waiting":
            self.stderr.write("Another load is running; waiting for it to end.")
            return
        line = f"{name}: {progress.stage}, {rows:,} rows"
        if seconds > 0:
            line += f", {rows / seconds:,.0f} rows/s"
        if self.stderr.isatty():
            ending = "\n" if progress.stage == "done" else "\r"
            self.stderr.write(f"\x1b[2K{line}", ending=ending)
            self.stderr.flush()
        elif progress.stage == "done":
            self.stderr.write(line)

    def _summary(self, results: tuple[LoadResult, ...]) -> None:
        width = max(len(result.path.name) for result in results)
        width = max(width, len("total"))
        self.stdout.write(f"{'file':<{width}}" + "".join(f"{c:>11}" for c in (*_COUNTS, "seconds")))
        for result in results:
            self._line(result.path.name, width, [result])
        if len(results) > 1:
            self._line("total", width, results)
        rejects = next((result.rejects for result in results if result.rejects), None)
        if rejects:
            self.stdout.write(f"Rejected rows: {rejects}")
        if not any(result.new or result.changed for result in results):
            self.stdout.write("The register was up to date; nothing changed.")

    def _line(
        self, label: str, width: int, results: list[LoadResult] | tuple[LoadResult, ...]
    ) -> None:
        counts = (sum(getattr(result, count) for result in results) for count in _COUNTS)
        seconds = sum(result.seconds for result in results)
        figures = "".join(f"{count:>11,}" for count in counts)
        self.stdout.write(f"{label:<{width}}{figures}{seconds:>11.1f}")
