"""Small register files for tests, built in the published layout."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

from prospects.names import check_digit
from prospects.register.layout import COLUMNS, FIELDS

HEADER = [column.published for column in COLUMNS]
EMPTY = dict.fromkeys(FIELDS, "")
USUAL = {
    "sequence_number": "1",
    "process": "01",
    "is_correction": "0",
    "update_date": "2024-01-10",
    "change_date": "2024-01-05",
    "name": "株式会社見本製作所",
    "kind": "301",
    "prefecture": "静岡県",
    "city": "浜松市中央区",
    "street": "見本町１番地",
    "prefecture_code": "22",
    "city_code": "138",
    "postcode": "4300929",
    "assignment_date": "2015-10-05",
    "is_latest": "1",
    "kana": "ミホンセイサクショ",
    "is_hidden": "0",
}


def number(index: int) -> str:
    """The corporate number of a fictional firm; such numbers begin with 9s behind the digit."""
    base = f"{999_000_000_000 + index:012d}"
    return check_digit(base) + base


def row(index: int = 1, **values: str) -> list[str]:
    """A row as published: usual values but for `values`, by field name."""
    fields = EMPTY | USUAL | {"corporate_number": number(index)} | values
    assert fields.keys() == EMPTY.keys()
    return list(fields.values())


def deletion(index: int = 1, **values: str) -> list[str]:
    """A row of process 99: a number and dates, nothing else."""
    known = {"sequence_number": "1", "process": "99", "update_date": "2024-06-01"}
    return list((EMPTY | {"corporate_number": number(index)} | known | values).values())


def as_csv(rows: list[list[str]], *, header: bool = False, quoted: bool = False) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerows([HEADER, *rows] if header else rows)
    return out.getvalue()


def write(
    path: Path,
    rows: list[list[str]],
    *,
    encoding: str = "utf-8",
    header: bool = False,
    quoted: bool = False,
    line_break: str = "\n",
) -> Path:
    """A register file; `.gz` and `.zip` by the name of `path`."""
    text = as_csv(rows, header=header, quoted=quoted).replace("\n", line_break)
    return pack(path, text.encode(encoding))


def pack(path: Path, data: bytes) -> Path:
    """`data` in a plain, gzipped or zipped file, by the name of `path`."""
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(data))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{path.stem}.csv", data)
            archive.writestr(f"{path.stem}.csv.asc", b"signature")
    else:
        path.write_bytes(data)
    return path
