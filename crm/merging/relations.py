"""What a merge does with every relation to a company: the one table of decisions.

A relation is a foreign key (also one-to-one, also of the table behind a many-to-many) named
"app.Model.field". Its rows MOVE to the survivor, or, where two of them cannot stand under one
company, are joined by a rule of `crm.merging.rules`. When rows that are joined are referred to
themselves (a deal to its match), those relations are decided here as well.

`tests/crm/merging/test_relations.py` walks all models and fails on a relation that is missing, and
on a rule that lets two rows meet which a unique constraint keeps apart. Rows that are worked out
from others (an index for searching) are DERIVED: they go with the company, and whoever makes them
makes them again; say here who.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from crm.merging import rules
from crm.merging.rules import Rule
from prospects.models import Company

MOVE: Final = "move"
DERIVED: Final = "derived"

Decision = Rule | Literal["move", "derived"]

_FACT = ("source", "as_of")

DECISIONS: dict[str, Decision] = {
    # What a company is and has
    "prospects.CompanyFinancials.company": rules.one_per(
        "fiscal_year", blanks=("sales_jpy", "operating_profit_jpy", *_FACT)
    ),
    "prospects.CompanyCustomer.company": rules.one_per(
        name="name", blanks=("share_percent", "trend", "moved_to", *_FACT)
    ),
    "prospects.OverseasBase.company": rules.one_per(
        "country", "kind", name="city", blanks=("since_year", *_FACT)
    ),
    "prospects.ExpansionIntent.company": rules.one_per(
        blanks=(
            "target_countries",
            "mode",
            "horizon_months",
            "budget_jpy",
            "keeps_home_base",
            "note",
            *_FACT,
        )
    ),
    "prospects.CompanyCapability.company": rules.one_per(
        "capability_id",
        blanks=(
            "materials",
            "precision_um",
            "size_max_mm",
            "monthly_volume",
            "equipment",
            *_FACT,
        ),
    ),
    "prospects.CompanyCertificate.company": rules.one_per(
        "certificate_id", blanks=("valid_until", *_FACT)
    ),
    "prospects.Contact.company": rules.people(),
    "prospects.CooperativeMembership.company": rules.one_per(
        "cooperative_id", blanks=("role", "since")
    ),
    "prospects.ProgrammeUse.company": rules.one_per("programme_id", blanks=("since", *_FACT)),
    "prospects.FormerCompany.successor": MOVE,
    # Made again by `crm.readiness.renew`, as a merge changes what it rests on.
    "prospects.CompanyReadiness.company": DERIVED,
    # Who in Korea wants it
    "matching.Match.company": rules.matches(),
    "matching.MatchExclusion.company": DERIVED,  # made by `matching.shortlist`, each run
    "matching.MatchChange.company": DERIVED,  # by `matching.changes`, at the next scoring
    "matching.PackageMember.company": rules.one_per("package_id", "capability_id"),
    # The work on it
    "crm.DealInvestor.company": rules.investors(),
    "crm.Activity.company": MOVE,
    "crm.CampaignInvitee.company": rules.invitations(),
    "crm.Coverage.company": rules.one_per(best=lambda row: row["created_at"]),
    "crm.Share.company": rules.shares(),
    "crm.Referral.company": MOVE,
    "crm.PlannedIntroduction.company": rules.planned(),
    "crm.KeptFact.company": rules.one_per("fact"),
    "crm.Notification.company": MOVE,
    "crm.Follow.company": rules.one_per("user_id"),
    "crm.Merge.survivor": MOVE,
    "crm.DistinctCompany.company": rules.one_per("distinction_id"),
    # What refers to rows that are joined
    "crm.Deal.match": MOVE,
    "crm.MatchFeedback.match": MOVE,
    "crm.Activity_contacts.contact": rules.one_per("activity_id"),
}

#: Of these the person who merges says whose stays, as of a field: relation → what it is called.
CHOSEN: dict[str, str | Promise] = {
    "crm.Coverage.company": _("owner"),
    "prospects.ExpansionIntent.company": _("expansion intent"),
}


@dataclass(frozen=True)
class Relation:
    """A foreign key to `target`, with what is decided about it."""

    name: str
    field: models.ForeignKey[Any, Any]

    @property
    def model(self) -> type[models.Model]:
        return self.field.model

    @property
    def decision(self) -> Decision:
        return DECISIONS[self.name]

    @property
    def rule(self) -> Rule | None:
        decision = self.decision
        return decision if isinstance(decision, Rule) else None


def relations_to(target: type[models.Model]) -> Iterator[Relation]:
    """Every relation to a model over all apps, but those of the history tables."""
    for each in target._meta.get_fields(include_hidden=True):
        if not isinstance(each, models.ForeignObjectRel) or each.many_to_many:
            continue  # a many-to-many comes by the table behind it
        model, field = each.related_model, each.field
        if issubclass(model, Event):
            continue
        yield Relation(f"{model._meta.app_label}.{model.__name__}.{field.name}", field)  # type: ignore[arg-type]


def relation_named(name: str) -> Relation:
    """The relation that a stored merge names; LookupError if it is gone from the models."""
    label, _dot, field_name = name.rpartition(".")
    app, _dot, model_name = label.partition(".")
    model = apps.get_model(app, model_name)
    return Relation(name, model._meta.get_field(field_name))


def can_go(target: type[models.Model] = Company) -> Iterator[type[models.Model]]:
    """The models whose rows a merge may delete: the company, and whatever is joined beneath it."""
    yield target
    for relation in relations_to(target):
        if isinstance(DECISIONS.get(relation.name), Rule):
            yield from can_go(relation.model)
