"""What the register says of a corporation, as the fields of a record. Pure but for the models."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from prospects.models import Company, RegisterEntry

#: The credit that the Public Data Licence 1.0 asks for wherever the data is shown or exported.
CREDIT = "国税庁法人番号公表サイト（国税庁）を加工して作成"


class DeletedEntryError(ValueError):
    """The number was deleted from the register: nothing is known of it any more."""


class RegisteredFields(TypedDict):
    """Keyword arguments of `Company` and of `Cooperative`."""

    corporate_number: str
    registration: str
    name_ja: str
    name_kana: str
    name_en: str
    municipality_code: str
    prefecture: str
    city: str
    street: str
    postcode: str
    source: str
    as_of: dt.date


def registered_fields(entry: RegisterEntry) -> RegisteredFields:
    """The facts of `entry` for `Company(**registered_fields(entry))`, with the register as source.

    A seat abroad only is no municipality: the address fields are then empty. A reading or English
    name longer than a record's field is cut. Raises DeletedEntryError for a number without facts.
    """
    if entry.process == RegisterEntry.Process.DELETED:
        raise DeletedEntryError(f"{entry.corporate_number} was deleted from the register")
    return RegisteredFields(
        corporate_number=entry.corporate_number,
        registration=_registration(entry),
        name_ja=entry.name,
        name_kana=entry.kana[:300],
        name_en=entry.name_en[:200],
        municipality_code=entry.prefecture_code + entry.city_code,
        prefecture=entry.prefecture,
        city=entry.city,
        street=entry.street,
        postcode=entry.postcode,
        source=CREDIT,
        as_of=entry.update_date,
    )


def _registration(entry: RegisterEntry) -> str:
    struck = entry.process == RegisterEntry.Process.STRUCK
    if entry.close_date is None and not struck:
        return Company.Registration.OPEN
    if entry.close_cause == RegisterEntry.CloseCause.MERGER:
        return Company.Registration.MERGED
    return Company.Registration.CLOSED
