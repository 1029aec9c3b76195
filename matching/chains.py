"""Korean firms whose open needs a group of companies covers together, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from matching.models import Firm, Need
from prospects.models import Company, CompanyCapability
from prospects.taxonomy import taxonomy


@dataclass(frozen=True)
class Wanted:
    """An open need, and how many companies of the group master its process."""

    need: Need
    companies: int


@dataclass(frozen=True)
class FirmChain:
    """A firm with its open needs, covered ones first."""

    firm: Firm
    needs: tuple[Wanted, ...]

    @property
    def covered(self) -> int:
        return sum(bool(each.companies) for each in self.needs)


def firm_chains(companies: QuerySet[Company], *, most: int) -> tuple[FirmChain, ...]:
    """The firms of which the group covers most open needs; three queries.

    A company that masters a kind of what is asked covers the need too.
    """
    held = CompanyCapability.objects.filter(company__in=companies.order_by().values("pk"))
    tree = taxonomy()
    able: dict[object, set[object]] = {}
    for company, capability in held.values_list("company", "capability"):
        for node in tree.line(tree.nodes[capability]):
            able.setdefault(node.pk, set()).add(company)
    open_needs = (
        Need.objects.filter(status=Need.Status.OPEN)
        .select_related("firm", "capability")
        .order_by("firm_id", "capability__position", "pk")
    )
    found = []
    for _key, group in groupby(open_needs, key=lambda need: need.firm_id):
        wanted = [Wanted(need, len(able.get(need.capability_id, ()))) for need in group]
        wanted.sort(key=lambda each: not each.companies)
        chain = FirmChain(wanted[0].need.firm, tuple(wanted))
        if chain.covered:
            found.append(chain)
    found.sort(key=lambda each: (-each.covered, -each.covered / len(each.needs), str(each.firm)))
    return tuple(found[:most])
