"""What an officer takes over from a text: capabilities and certificates of a company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from prospects.models import Capability, Company, CompanyCapability, CompanyCertificate

LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Accepted:
    """A capability by its key, with what is taken over of it; None and () leave what is there."""

    capability: str
    materials: tuple[str, ...] = ()
    precision_um: float | None = None
    size_max_mm: float | None = None
    monthly_volume: int | None = None


@transaction.atomic
def accept(
    company: Company,
    *,
    capabilities: Iterable[Accepted],
    certificates: Iterable[str],
    source: str,
    as_of: dt.date,
) -> int:
    """Store what was accepted and say how many rows are new or fuller than before.

    Facts that are known already stay: a text only adds materials and fills empty numbers. Raises
    ValidationError naming field and rule; nothing is written then.
    """
    Company.objects.select_for_update().get(pk=company.pk)  # two officers do not add a row twice
    nodes = Capability.objects.in_bulk(field_name="key")
    rows = {row.capability_id: row for row in company.company_capabilities.all()}
    written = 0
    for each in capabilities:
        node = nodes[each.capability]
        known = rows.get(node.pk)
        row = known or CompanyCapability(company=company, capability=node)
        if _take(row, each) or not known:
            row.source = _both(row.source, source)
            row.as_of = as_of
            row.full_clean()
            row.save()
            written += 1
    held = {*company.company_certificates.values_list("certificate_id", flat=True)}
    for key in dict.fromkeys(certificates):
        if key not in held:
            new = CompanyCertificate(company=company, certificate_id=key, as_of=as_of)
            new.source = _both("", source)
            new.full_clean()
            new.save()
            written += 1
    return written


def _take(row: CompanyCapability, each: Accepted) -> bool:
    """Fill the row; whether anything of it is new."""
    changed = False
    if new := [key for key in each.materials if key not in row.materials]:
        row.materials = [*row.materials, *new]
        changed = True
    for name in ("precision_um", "size_max_mm", "monthly_volume"):
        value = getattr(each, name)
        if value is not None and getattr(row, name) is None:
            setattr(row, name, value)
            changed = True
    return changed


def _both(known: str, source: str) -> str:
    text = f"{known}; {source}" if known and known != source else source
    return text if len(text) <= LONGEST_SOURCE else f"{text[: LONGEST_SOURCE - 1]}…"
