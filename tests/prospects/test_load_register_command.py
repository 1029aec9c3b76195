"""`manage.py load_register`: what it prints, and its errors."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from prospects.models import RegisterEntry

from .register_files import row, write

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*arguments: Path | str, errors: io.StringIO | None = None) -> tuple[str, str]:
    """Standard output and standard error, with every duration as 0.0 and every speed as N."""
    out, err = io.StringIO(), errors or io.StringIO()
    call_command("load_register", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    figures = re.sub(r" \d+\.\d\n", " 0.0\n", out.getvalue())
    return figures, re.sub(r"[\d,]+ rows/s", "N rows/s", err.getvalue())


def test_counts_by_file_and_in_total(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", [row(1), row(2)])
    second = write(tmp_path / "second.csv", [row(1, update_date="2025-01-01"), row(3)])
    out, err = run(first, second)
    assert out == (
        "file             read        new    changed  unchanged      stale   rejected    seconds\n"
        "a.csv               2          2          0          0          0          0        0.0\n"
        "second.csv          2          1          1          0          0          0        0.0\n"
        "total               4          3          1          0          0          0        0.0\n"
    )
    assert err == "a.csv: done, 2 rows, N rows/s\nsecond.csv: done, 2 rows, N rows/s\n"
    assert run(second)[0] == (
        "file             read        new    changed  unchanged      stale   rejected    seconds\n"
        "second.csv          2          0          0          2          0          0        0.0\n"
        "The register was up to date; nothing changed.\n"
    )


def test_where_the_rejects_are(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(1), row(2, process="")])
    rejects = tmp_path / "rejects.csv"
    assert run(path, "--rejects", rejects)[0].endswith(f"\nRejected rows: {rejects}\n")
    assert rejects.exists()


def test_rejects_have_a_place_of_their_own(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    run(write(tmp_path / "a.csv", [row(1), row(2, process="")]))
    [path] = (tmp_path / "media" / "register").iterdir()
    assert re.fullmatch(r"rejects-\d{8}-\d{6}-\d+\.csv", path.name)


def test_progress_on_a_terminal_is_one_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(1)])
    assert run(path, errors=Terminal())[1] == (
        "\x1b[2Ka.csv: reading, 1 rows, N rows/s\r"
        "\x1b[2Ka.csv: merging, 1 rows, N rows/s\r"
        "\x1b[2Ka.csv: done, 1 rows, N rows/s\n"
    )


def test_errors_are_one_clear_line(tmp_path: Path) -> None:
    good = write(tmp_path / "a.csv", [row(1)])
    with pytest.raises(CommandError) as raised:
        run(good, tmp_path / "none.csv")
    assert str(raised.value) == (f"{tmp_path}/none.csv: there is no such file\nNothing was loaded.")
    assert not RegisterEntry.objects.exists()
