"""What the register says of a tracked record beside what we wrote: take it over or keep ours.

Nothing that somebody typed is overwritten by a load. Where the register differs, the page of the
company or cooperative shows both; `take_over` writes the registered value, `keep` remembers that
ours stays until the register says something else again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.models import KeptFact, User
from prospects.companies import change_company
from prospects.cooperatives import change_cooperative
from prospects.models import Company, Cooperative, RegisterEntry
from prospects.register import CREDIT, registered_fields

Fact = KeptFact.Fact
FIELDS: dict[str, tuple[str, ...]] = {
    Fact.NAME: ("name_ja",),
    Fact.KANA: ("name_kana",),
    Fact.ENGLISH: ("name_en",),
    Fact.ADDRESS: ("prefecture", "city", "street", "municipality_code", "postcode"),
}


class ReviewError(Exception):
    """The register says something else by now; nothing was written."""


@dataclass(frozen=True)
class Difference:
    """A fact on which the register and we differ, each as one line of text."""

    fact: str
    label: str
    registered: str
    ours: str


@dataclass(frozen=True)
class Standing:
    """What the register says of a tracked record now."""

    entry: RegisterEntry
    successor: RegisterEntry | None
    differences: tuple[Difference, ...]

    @property
    def is_gone(self) -> bool:
        """Closed, merged away, struck or deleted."""
        return not self.entry.is_active

    @property
    def is_merged(self) -> bool:
        return self.entry.close_cause == RegisterEntry.CloseCause.MERGER


def standing_of(record: Company | Cooperative) -> Standing | None:
    """The register beside a record, None where it does not know the number: at most 3 queries."""
    if not record.corporate_number:
        return None
    entry = RegisterEntry.objects.filter(pk=record.corporate_number).first()
    if entry is None:
        return None
    successor = (
        RegisterEntry.objects.filter(pk=entry.successor_number).first()
        if entry.successor_number
        else None
    )
    found = differences(record, entry)
    if found:
        kept = dict(record.kept_facts.values_list("fact", "registered"))
        found = tuple(each for each in found if kept.get(each.fact) != each.registered)
    return Standing(entry, successor, found)


def differences(record: Company | Cooperative, entry: RegisterEntry) -> tuple[Difference, ...]:
    """The facts that the register knows and we do not have so, whether kept or not."""
    if entry.process == RegisterEntry.Process.DELETED:
        return ()
    registered, ours = _said(dict(registered_fields(entry))), _said(vars(record))
    return tuple(
        Difference(fact, str(Fact(fact).label), registered[fact], ours[fact])
        for fact in FIELDS
        if registered[fact] and registered[fact] != ours[fact]
    )


@transaction.atomic
def take_over(record: Company | Cooperative, *, fact: str, registered: str) -> None:
    """Write what the register says of a fact, if it is still what was shown (`registered`).

    Raises ReviewError, or StaleRecordError where somebody else saved the record meanwhile.
    """
    entry = _entry_saying(record, fact, registered)
    known = dict(registered_fields(entry))
    fields: dict[str, Any] = {name: known[name] for name in FIELDS[fact]}
    if record.source in ("", CREDIT):
        fields |= {"source": CREDIT, "as_of": entry.update_date}
    if isinstance(record, Company):
        change_company(record, fields=fields)
    else:
        change_cooperative(record, fields=fields)


@transaction.atomic
def keep(record: Company | Cooperative, *, fact: str, registered: str, by: User) -> None:
    """Remember that our value stays against this registered one. Raises ReviewError."""
    _entry_saying(record, fact, registered)
    record.kept_facts.update_or_create(
        fact=fact, defaults={"registered": registered, "kept_by": by}
    )


def _entry_saying(record: Company | Cooperative, fact: str, registered: str) -> RegisterEntry:
    entry = RegisterEntry.objects.filter(pk=record.corporate_number or "").first()
    shown = {each.fact: each.registered for each in differences(record, entry)} if entry else {}
    if entry is None or shown.get(fact) != registered:
        raise ReviewError(_("The register says something else by now. Look again."))
    return entry


def _said(values: dict[str, Any]) -> dict[str, str]:
    """Each fact as one line; an address with its postcode in front."""
    code = values["postcode"]
    seat = f"{values['prefecture']}{values['city']}{values['street']}"
    postcode = f"〒{code[:3]}-{code[3:]} " if code and seat else ""
    return {
        Fact.NAME: values["name_ja"],
        Fact.KANA: values["name_kana"],
        Fact.ENGLISH: values["name_en"],
        Fact.ADDRESS: f"{postcode}{seat}",
    }
