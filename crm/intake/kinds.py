"""Every kind of list that can be imported: its columns, who may, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.access import Action
from crm.intake.activities import ActivityComparison
from crm.models import Activity, Intake
from matching.firms import open_needs_of_groups
from matching.intake.firms import FirmComparison
from matching.intake.needs import NeedComparison
from matching.intake.sites import SiteComparison
from matching.models import FirmTie, Need, Site
from matching.tasks import companies_changed, need_changed, rescore_all
from prospects.intake.columns import Layout
from prospects.intake.companies import CompanyComparison
from prospects.intake.comparing import Comparison
from prospects.intake.members import MemberComparison
from prospects.intake.people import ContactComparison
from prospects.models import CompanyCapability, Contact, CooperativeMembership

#: More keys than this are not sent through the queue: everything is scored again.
_MANY = 2_000
_FEW_NEEDS = 20


@dataclass(frozen=True)
class Link:
    """Rows of another table that come with a record, such as its capabilities.

    `owner` is the column that refers to the record; without one they stand by themselves, come
    with their keys and are stored first: the contacts that a talk names for the first time. Such a
    row is refused where one with the same `same` is stored by then.
    """

    key: str
    model: type[models.Model]
    owner: str = ""
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """Something that people may tick beside the columns; `column` is the one it is about."""

    key: str
    column: str
    label: Any
    help_text: Any


@dataclass(frozen=True)
class Kind:
    """`address` is a record's page, `listing` the page where such records are listed."""

    comparison: type[Comparison]
    action: Action
    address: Callable[[Any], str]
    listing: str
    links: tuple[Link, ...] = ()
    option: Option | None = None
    after: Callable[[Sequence[UUID]], None] = lambda _keys: None

    @property
    def layout(self) -> Layout:
        return self.comparison.layout

    @property
    def model(self) -> type[models.Model]:
        return self.comparison.model


def _page(view: str) -> Callable[[Any], str]:
    return lambda record: reverse(view, args=[record.pk])


def _of_contact(contact: Contact) -> str:
    """Contacts stand on a tab of their company or cooperative."""
    if contact.company_id:
        return reverse("web:company_detail", args=[contact.company_id]) + "?tab=contacts"
    return reverse("web:cooperative_detail", args=[contact.cooperative_id]) + "?tab=contacts"


def _of_site(site: Site) -> str:
    """Sites stand with their firm."""
    return reverse("web:firm_detail", args=[site.firm_id])


def _score_companies(keys: Sequence[UUID]) -> None:
    if len(keys) > _MANY:
        transaction.on_commit(rescore_all.delay, robust=True)
    else:
        companies_changed(keys)


def _score_needs(keys: Sequence[UUID]) -> None:
    if len(keys) > _FEW_NEEDS:
        transaction.on_commit(rescore_all.delay, robust=True)
        return
    for key in keys:
        need_changed(key)


def _score_sites(keys: Sequence[UUID]) -> None:
    """How far companies are from a site is part of the scores of its needs."""
    _score_needs([*Need.objects.open().filter(site__in=keys).values_list("pk", flat=True)])


def _score_firms(keys: Sequence[UUID]) -> None:
    """A firm's names, its group and whom it deals with are part of the scores of its needs."""
    _score_needs(open_needs_of_groups(keys))


KINDS: dict[str, Kind] = {
    Intake.Kind.COMPANIES: Kind(
        CompanyComparison,
        Action.IMPORT_RECORDS,
        address=_page("web:company_detail"),
        listing="web:company_list",
        links=(Link("capabilities", CompanyCapability, "company_id"),),
        after=_score_companies,
    ),
    Intake.Kind.CONTACTS: Kind(
        ContactComparison,
        Action.IMPORT,
        address=_of_contact,
        listing="web:company_list",
    ),
    Intake.Kind.ACTIVITIES: Kind(
        ActivityComparison,
        Action.IMPORT,
        address=_page("web:activity_detail"),
        listing="web:activity_list",
        links=(
            Link("new_contacts", Contact, same=("company_id", "cooperative_id", "name")),
            Link("contacts", Activity.contacts.through, "activity_id"),
        ),
        option=Option(
            "add_people",
            "people",
            _("Add persons who are not known yet"),
            _(
                "They become contacts of the row's company or cooperative. Otherwise such rows are "
                "errors."
            ),
        ),
    ),
    Intake.Kind.MEMBERS: Kind(
        MemberComparison,
        Action.IMPORT_RECORDS,
        address=_page("web:company_detail"),
        listing="web:cooperative_list",
        links=(
            Link("capabilities", CompanyCapability, "company_id"),
            Link("membership", CooperativeMembership, "company_id"),
        ),
        after=_score_companies,
    ),
    Intake.Kind.FIRMS: Kind(
        FirmComparison,
        Action.IMPORT_RECORDS,
        address=_page("web:firm_detail"),
        listing="web:firm_list",
        links=(Link("sites", Site, "firm_id"), Link("ties", FirmTie, "firm_id")),
        after=_score_firms,
    ),
    Intake.Kind.SITES: Kind(
        SiteComparison,
        Action.IMPORT_RECORDS,
        address=_of_site,
        listing="web:firm_list",
        after=_score_sites,
    ),
    Intake.Kind.NEEDS: Kind(
        NeedComparison,
        Action.IMPORT_RECORDS,
        address=_page("web:need_detail"),
        listing="web:need_list",
        links=(Link("certificates", Need.certificates.through, "need_id"),),
        after=_score_needs,
    ),
}


def kind_of(intake: Intake) -> Kind:
    return KINDS[intake.kind]


def comparison_of(intake: Intake) -> Comparison:
    """A fresh comparison for an import, with what it needs to know of it."""
    context: dict[str, Any] = {
        "cooperative": str(intake.cooperative_id or ""),
        "owner": str(intake.owner_id),
        "intake": str(intake.pk),
        **intake.options,
    }
    return kind_of(intake).comparison(context=context)
