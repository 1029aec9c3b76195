"""The file of rows that could not be read."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from django.conf import settings
from django.utils import timezone

from .reading import RegisterFileError
from .rows import Reject

HEADER = ("file", "line", "reason", "original line")


class RejectsFile:
    """A CSV of file, line number, reason and the original line; made with the first reject.

    Written beside its name and moved there by `keep()`, so a load that fails leaves none.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Raises RegisterFileError when a file cannot be written at `path`."""
        self.path = path or _default_path()
        self.count = 0
        self._unfinished = self.path.with_name(f"{self.path.name}.{os.getpid()}.unfinished")
        self._file: IO[str] | None = None
        if path:
            self._open()

    def write(self, rejects: Sequence[Reject]) -> None:
        if not rejects:
            return
        file = self._file or self._open()
        csv.writer(file).writerows((r.file, r.line, r.reason, r.text) for r in rejects)
        self.count += len(rejects)

    def keep(self) -> None:
        """The load is in: put the file in its place, if there is anything in it."""
        if self._file and self.count:
            self._file.close()
            self._unfinished.replace(self.path)

    def _open(self) -> IO[str]:
        try:
            if self.path.is_dir():
                raise IsADirectoryError(0, "is a folder")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._unfinished.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            reason = f"the rejected rows cannot be written there ({error.strerror})"
            raise RegisterFileError(self.path, reason) from None
        csv.writer(self._file).writerow(HEADER)
        return self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()
        with suppress(FileNotFoundError):
            self._unfinished.unlink()


def _default_path() -> Path:
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    return Path(settings.MEDIA_ROOT) / "register" / f"rejects-{stamp}-{os.getpid()}.csv"
