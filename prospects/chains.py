"""Which steps of making a part a group of companies covers together, and which are missing.

A chain is the usual order from the tool to the assembled unit; a step may be done in one of several
ways (a metal part is cast or formed). The steps are families of the taxonomy; design, software and
measurement accompany every chain and are no step of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prospects.models import Capability, Company, CompanyCapability
from prospects.taxonomy import taxonomy

CHAINS: Mapping[str, tuple[Promise, tuple[tuple[str, ...], ...]]] = {
    "metal": (
        _("metal part"),
        (
            ("mould_die",),
            ("casting", "metal_forming"),
            ("precision_machining",),
            ("welding",),
            ("heat_treatment",),
            ("surface_treatment",),
            ("assembly",),
        ),
    ),
    "polymer": (
        _("plastic or rubber part"),
        (("mould_die",), ("polymer_moulding",), ("surface_treatment",), ("assembly",)),
    ),
}


@dataclass(frozen=True)
class Step:
    """A step of a chain: the families that do it, and the companies of the group that can."""

    families: tuple[Capability, ...]
    companies: tuple[Company, ...]


@dataclass(frozen=True)
class Chain:
    """A chain with its steps in order."""

    key: str
    name: Promise
    steps: tuple[Step, ...]

    @property
    def covered(self) -> int:
        return sum(bool(step.companies) for step in self.steps)

    @property
    def missing(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if not step.companies)


def chains_of(companies: QuerySet[Company]) -> tuple[Chain, ...]:
    """The chains of which the group covers at least one step, the one covered most first.

    A family that is not in the taxonomy is left out. Two queries.
    """
    tree = taxonomy()
    families = {each.key: each for each in tree.children.get(None, ())}
    held = (
        CompanyCapability.objects.filter(company__in=companies.order_by().values("pk"))
        .select_related("company")
        .order_by("company__name_ja", "company_id")
    )
    able: dict[str, dict[object, Company]] = {}
    for row in held:
        family = tree.root(tree.nodes[row.capability_id]).key
        able.setdefault(family, {})[row.company_id] = row.company
    found = []
    for key, (name, steps) in CHAINS.items():
        chain = Chain(key, name, tuple(_step(step, families, able) for step in steps))
        if chain.covered:
            found.append(chain)
    return tuple(sorted(found, key=lambda each: -each.covered / len(each.steps)))


def _step(
    keys: tuple[str, ...],
    families: Mapping[str, Capability],
    able: Mapping[str, Mapping[object, Company]],
) -> Step:
    companies = {pk: each for key in keys for pk, each in able.get(key, {}).items()}
    return Step(
        tuple(families[key] for key in keys if key in families),
        tuple(sorted(companies.values(), key=str)),
    )
