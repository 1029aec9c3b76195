"""Commands on companies: make, change, remember facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prospects.models import Cluster, Company, save_versioned


@transaction.atomic
def create_company(**fields: Any) -> Company:
    """Store a new company; its cluster follows from the municipality unless it is given.

    Raises ValidationError naming field and rule; nothing is written then.
    """
    company = Company(**fields)
    if company.cluster is None:
        company.cluster = cluster_of(company.municipality_code)
    company.full_clean(exclude=["id"])
    company.save()
    return company


@transaction.atomic
def change_company(company: Company, *, fields: Mapping[str, Any]) -> Company:
    """Write the given fields of a company that nobody changed since it was read.

    Raises ValidationError naming field and rule, or StaleRecordError; nothing is written then.
    """
    moved = fields.get("municipality_code", company.municipality_code) != company.municipality_code
    for name, value in fields.items():
        setattr(company, name, value)
    names = {*fields}
    if moved and "cluster" not in fields:
        company.cluster = cluster_of(company.municipality_code)
        names.add("cluster")
    company.full_clean(exclude=["id"])
    save_versioned(company, fields=names)
    return company


def cluster_of(municipality_code: str) -> Cluster | None:
    """The cluster that a municipality (JIS X 0402, five digits) belongs to."""
    if not municipality_code:
        return None
    return Cluster.objects.filter(municipality_codes__contains=[municipality_code]).first()
