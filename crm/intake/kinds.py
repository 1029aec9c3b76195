"""Every kind of list that can be imported: its columns, who may, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from crm.access import Action
from crm.models import Intake
from matching.tasks import companies_changed, rescore_all
from prospects.intake.columns import Layout
from prospects.intake.companies import CompanyComparison
from prospects.intake.comparing import Comparison
from prospects.models import CompanyCapability

#: More keys than this are not sent through the queue: everything is scored again.
_MANY = 2_000


@dataclass(frozen=True)
class Link:
    """Rows of another table that belong to a record, such as its capabilities."""

    key: str
    model: type[models.Model]
    owner: str  # the column that refers to the record


@dataclass(frozen=True)
class Kind:
    """`page` is the record's address by key, `listing` where such records are listed."""

    comparison: type[Comparison]
    action: Action
    page: str
    listing: str
    links: tuple[Link, ...] = ()
    after: Callable[[Sequence[UUID]], None] = lambda _keys: None

    @property
    def layout(self) -> Layout:
        return self.comparison.layout

    @property
    def model(self) -> type[models.Model]:
        return self.comparison.model


def _score_companies(keys: Sequence[UUID]) -> None:
    if len(keys) > _MANY:
        transaction.on_commit(rescore_all.delay, robust=True)
    else:
        companies_changed(keys)


KINDS: dict[str, Kind] = {
    Intake.Kind.COMPANIES: Kind(
        CompanyComparison,
        Action.IMPORT_RECORDS,
        page="web:company_detail",
        listing="web:company_list",
        links=(Link("capabilities", CompanyCapability, "company_id"),),
        after=_score_companies,
    ),
}


def kind_of(intake: Intake) -> Kind:
    return KINDS[intake.kind]


def comparison_of(intake: Intake) -> Comparison:
    """A fresh comparison for an import, with what it needs to know of it."""
    context: dict[str, Any] = {
        "cooperative": str(intake.cooperative_id or ""),
        "owner": str(intake.owner_id),
    }
    return kind_of(intake).comparison(context=context)
