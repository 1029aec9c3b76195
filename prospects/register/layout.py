"""The thirty columns of the National Tax Agency's corporate-number files, in published order.

Names and greatest lengths are those of the agency's resource definition (リソース定義書). Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from prospects.names import is_corporate_number

#: Returns what is wrong with a value, in words, or nothing.
Check = Callable[[str], str | None]

PROCESSES = frozenset({"01", "11", "12", "13", "21", "22", "71", "72", "81", "99"})
DELETED = "99"
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Column:
    """One published column: its published name, our field, and what it may hold."""

    published: str
    field: str
    check: Check
    stored: Literal["text", "date", "flag", "number"] = "text"
    longest: int | None = None  # set for free text: its length is all that is checked
    when_empty: str = ""  # what an empty flag means


def _text(published: str, field: str, longest: int) -> Column:
    def check(value: str) -> str | None:
        if len(value) > longest:
            return f"{len(value)} characters, at most {longest} allowed"
        return "a NUL character" if "\0" in value else None

    return Column(published, field, check, longest=longest)


def _digits(published: str, field: str, length: int) -> Column:
    pattern = re.compile(rf"(?:[0-9]{{{length}}})?")

    def check(value: str) -> str | None:
        return None if pattern.fullmatch(value) else f"{value!r} is not {length} digits"

    return Column(published, field, check)


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _date(published: str, field: str, *, required: bool = False) -> Column:
    def check(value: str) -> str | None:
        if not value:
            return "is missing" if required else None
        return None if _is_date(value) else f"{value!r} is not a date (YYYY-MM-DD)"

    return Column(published, field, check, stored="date")


def _flag(published: str, field: str, when_empty: str) -> Column:
    def check(value: str) -> str | None:
        return None if value in ("", "0", "1") else f"{value!r} is neither 0 nor 1"

    return Column(published, field, check, stored="flag", when_empty=when_empty)


def _check_sequence(value: str) -> str | None:
    good = value.isascii() and value.isdigit() and len(value) <= 9
    return None if good else f"{value!r} is not a sequence number"


def _check_number(value: str) -> str | None:
    if len(value) != 13 or not (value.isascii() and value.isdigit()):
        return f"{value!r} is not 13 digits"
    return None if is_corporate_number(value) else f"{value} has a wrong check digit"


def _check_process(value: str) -> str | None:
    return None if value in PROCESSES else f"{value!r} is not a known process code"


COLUMNS = (
    Column("sequenceNumber", "sequence_number", _check_sequence, stored="number"),
    Column("corporateNumber", "corporate_number", _check_number),
    Column("process", "process", _check_process),
    _flag("correct", "is_correction", "0"),
    _date("updateDate", "update_date", required=True),
    _date("changeDate", "change_date"),
    _text("name", "name", 150),
    _text("nameImageId", "name_image_id", 8),
    _digits("kind", "kind", 3),
    _text("prefectureName", "prefecture", 10),
    _text("cityName", "city", 20),
    _text("streetNumber", "street", 300),
    _text("addressImageId", "address_image_id", 8),
    _digits("prefectureCode", "prefecture_code", 2),
    _digits("cityCode", "city_code", 3),
    _digits("postCode", "postcode", 7),
    _text("addressOutside", "address_abroad", 300),
    _text("addressOutsideImageId", "address_abroad_image_id", 8),
    _date("closeDate", "close_date"),
    _digits("closeCause", "close_cause", 2),
    _digits("successorCorporateNumber", "successor_number", 13),
    _text("changeCause", "change_cause", 500),
    _date("assignmentDate", "assignment_date"),
    _flag("latest", "is_latest", "1"),
    _text("enName", "name_en", 300),
    _text("enPrefectureName", "prefecture_en", 9),
    _text("enCityName", "address_en", 600),
    _text("enAddressOutside", "address_abroad_en", 600),
    _text("furigana", "kana", 500),
    _flag("hihyoji", "is_hidden", "0"),
)
FIELDS = tuple(column.field for column in COLUMNS)
POSITION = {field: position for position, field in enumerate(FIELDS)}
