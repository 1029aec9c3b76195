"""Companies that seem to be one and are not: remembered, with who said so; and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from uuid import UUID

from django.db import transaction

from crm.merging.merge import require_some
from crm.models import DistinctCompany, Distinction, User
from prospects.models import Company

Pair = frozenset[UUID]


@transaction.atomic
def keep_apart(companies: Sequence[Company], *, by: User) -> Distinction:
    """Remember that any two of the companies are different ones."""
    keys = {each.pk for each in companies}
    require_some(keys)
    distinction = Distinction.objects.create(by=by)
    DistinctCompany.objects.bulk_create(
        DistinctCompany(distinction=distinction, company_id=key) for key in sorted(keys)
    )
    return distinction


def take_back(distinction: Distinction) -> None:
    """Forget it: the companies are shown as possible duplicates again."""
    distinction.delete()


def pairs_apart() -> set[Pair]:
    """Every two companies that somebody said to be different. One query."""
    together: dict[UUID, list[UUID]] = defaultdict(list)
    rows = DistinctCompany.objects.order_by().values_list("distinction_id", "company_id")
    for distinction, company in rows:
        together[distinction].append(company)
    return {frozenset(pair) for keys in together.values() for pair in combinations(keys, 2)}
