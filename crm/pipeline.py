"""Deals: what each stage requires, and the commands that move them.

`Stage.requires` (reference data) names requirements; `REQUIREMENTS` here says what each one is, how
it is checked and which form field fills it. Form, API, board and checklist all read this one table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.models import Activity, Deal, DealInvestor, Stage, StageChange, User
from crm.rates import krw_value
from matching.models import InvestmentRule, Match
from prospects.models import Company, StaleRecordError, save_versioned


class PipelineError(Exception):
    """A command that the rules of the pipeline refuse; the text is for people."""


class StageBlockedError(PipelineError):
    """The deal lacks what the stage requires; `missing` says what."""

    def __init__(self, stage: Stage, missing: tuple[Requirement, ...]) -> None:
        super().__init__(
            gettext("Missing for this stage: %(what)s")
            % {"what": ", ".join(str(item.label) for item in missing)}
        )
        self.stage = stage
        self.missing = missing


@dataclass(frozen=True)
class Facts:
    """What the requirements look at: the deal with its investors, fetched once."""

    deal: Deal
    investors: tuple[DealInvestor, ...]
    has_contact: bool
    rules: dict[str, Decimal]


@dataclass(frozen=True)
class Requirement:
    """One thing that a stage may require. `field` is the deal form's field that fills it."""

    key: str
    label: str | Promise
    field: str
    met: Callable[[Facts], bool]


def _has(field: str) -> Callable[[Facts], bool]:
    return lambda facts: getattr(facts.deal, field) is not None


def _investor_amounts(facts: Facts) -> bool:
    return bool(facts.investors) and all(i.amount is not None for i in facts.investors)


def _voting(facts: Facts) -> bool:
    return bool(facts.investors) and all(i.voting_percent is not None for i in facts.investors)


def _investment_rule(facts: Facts) -> bool:
    """Least amount and voting share, by each investor (Foreign Investment Promotion Act).

    In a joint investment each investor has to reach the least amount. Amounts in another currency
    count at the rate of the notification's day, or of the latest day known.
    """
    if not facts.rules:
        return False
    joint = len(facts.investors) > 1
    least = facts.rules["minimum_each_joint_investor" if joint else "minimum_investment"]
    share = facts.rules["minimum_voting_share"]
    deal = facts.deal
    day = deal.notified_on or deal.expected_on
    total_share = sum((i.voting_percent or Decimal(0) for i in facts.investors), Decimal(0))
    amounts = [krw_value(i.amount or Decimal(0), deal.currency, day) for i in facts.investors]
    return bool(amounts) and all(amount >= least for amount in amounts) and total_share >= share


REQUIREMENTS: dict[str, Requirement] = {
    requirement.key: requirement
    for requirement in (
        Requirement("investors", _("an investor"), "investors", lambda f: bool(f.investors)),
        Requirement("contact", _("a contact that was made"), "activity", lambda f: f.has_contact),
        Requirement(
            "firm_or_need",
            _("the accompanied firm or need"),
            "firm",
            lambda f: f.deal.firm_id is not None or f.deal.need_id is not None,
        ),
        Requirement("site_visit_on", _("site visit"), "site_visit_on", _has("site_visit_on")),
        Requirement("amount", _("expected amount"), "amount", _has("amount")),
        Requirement(
            "site_or_zone",
            _("site or investment zone"),
            "zone",
            lambda f: f.deal.site_id is not None or f.deal.zone_id is not None,
        ),
        Requirement("mou_on", _("MOU/LOI signed"), "mou_on", _has("mou_on")),
        Requirement("expected_on", _("expected notification"), "expected_on", _has("expected_on")),
        Requirement(
            "investor_amounts", _("amount of each investor"), "investors", _investor_amounts
        ),
        Requirement("jobs", _("jobs"), "jobs", _has("jobs")),
        Requirement("notified_on", _("notified"), "notified_on", _has("notified_on")),
        Requirement(
            "notified_amount", _("notified amount"), "notified_amount", _has("notified_amount")
        ),
        Requirement("voting_percent", _("voting shares of each investor"), "investors", _voting),
        Requirement(
            "investment_rule",
            _("least amount and voting share of a foreign investment"),
            "investors",
            _investment_rule,
        ),
        Requirement("arrived_on", _("funds arrived"), "arrived_on", _has("arrived_on")),
        Requirement(
            "arrived_amount", _("arrived amount"), "arrived_amount", _has("arrived_amount")
        ),
        Requirement("registered_on", _("registered"), "registered_on", _has("registered_on")),
        Requirement("operating_on", _("operating since"), "operating_on", _has("operating_on")),
    )
}


def required_for(stage: Stage) -> tuple[Requirement, ...]:
    """What a deal needs to stand in `stage`: its own requirements and those of all before it."""
    stages = Stage.objects.filter(position__lte=stage.position).order_by("position")
    return tuple(REQUIREMENTS[key] for each in stages for key in each.requires)


def facts_of(deal: Deal, *, today: dt.date) -> Facts:
    """Fetch what the requirements look at."""
    investors = tuple(deal.deal_investors.select_related("company"))
    companies = [investor.company_id for investor in investors]
    made = Activity.objects.done().filter(models.Q(deal=deal) | models.Q(company__in=companies))
    rules = {rule.key: rule.value for rule in InvestmentRule.objects.on(today)}
    return Facts(deal, investors, made.exists(), rules)


def missing(deal: Deal, stage: Stage, *, today: dt.date) -> tuple[Requirement, ...]:
    """What `deal` still lacks to stand in `stage`."""
    facts = facts_of(deal, today=today)
    return tuple(item for item in required_for(stage) if not item.met(facts))


@transaction.atomic
def open_deal(
    *,
    title: str,
    investors: Iterable[Company],
    by: User,
    now: dt.datetime,
    match: Match | None = None,
    currency: str = "KRW",
    note: str = "",
) -> Deal:
    """Start a deal at the first stage; from a match it takes need, firm and site along."""
    first = Stage.objects.order_by("position")[0]
    companies = list(investors)
    deal = Deal.objects.create(
        title=title,
        stage=first,
        stage_since=now,
        probability=first.probability,
        owner=by,
        match=match,
        need=match.need if match else None,
        firm=match.need.firm if match else None,
        site=match.need.site if match else None,
        currency=currency,
        note=note,
        is_demo=any(company.is_demo for company in companies),
    )
    DealInvestor.objects.bulk_create(
        DealInvestor(deal=deal, company=company) for company in companies
    )
    StageChange.objects.create(deal=deal, from_stage=None, to_stage=first, at=now, by=by)
    return deal


@transaction.atomic
def advance(deal: Deal, *, to: Stage, by: User, now: dt.datetime, note: str = "") -> StageChange:
    """Move `deal` to a stage, forward or back.

    Raises StageBlockedError when something required is missing, StaleRecordError when somebody
    moved the deal meanwhile; then nothing is written.
    """
    locked = Deal.objects.select_for_update(of=("self",)).select_related("stage").get(pk=deal.pk)
    if locked.version != deal.version:
        raise StaleRecordError(deal)
    if locked.status != Deal.Status.ACTIVE:
        raise PipelineError(gettext("Only an active deal moves. Reopen it first."))
    if locked.stage_id == to.pk:
        raise PipelineError(gettext("The deal is in this stage already."))
    if to.position > locked.stage.position:
        lacking = missing(locked, to, today=now.date())
        if lacking:
            raise StageBlockedError(to, lacking)
    change = StageChange.objects.create(
        deal=locked, from_stage=locked.stage, to_stage=to, at=now, by=by, note=note
    )
    _write(deal, stage=to, stage_since=now, probability=to.probability)
    return change


@transaction.atomic
def undo_move(change: StageChange) -> Deal:
    """Take a deal's latest move back: the step disappears, probability and dates are as before.

    Raises PipelineError when the deal has moved on since, or the step is the deal's opening.
    """
    deal = Deal.objects.select_for_update(of=("self",)).get(pk=change.deal_id)
    latest = deal.stage_changes.order_by("-at", "-id").first()
    if latest is None or latest.pk != change.pk or change.from_stage is None:
        raise PipelineError(gettext("The deal has moved on; this step cannot be taken back."))
    before = deal.stage_changes.exclude(pk=change.pk).order_by("-at", "-id").first()
    since = before.at if before else deal.created_at
    _write(
        deal,
        stage=change.from_stage,
        stage_since=since,
        probability=change.from_stage.probability,
    )
    change.delete()
    return deal


@transaction.atomic
def close(deal: Deal, *, status: str, because: str, lost_to: str = "") -> None:
    """Mark a deal dormant, lost or abandoned. Lost and abandoned need a reason."""
    if status in (Deal.Status.LOST, Deal.Status.ABANDONED) and not because.strip():
        raise PipelineError(gettext("Say why the deal was lost or abandoned."))
    _write(deal, status=status, closed_because=because.strip(), lost_to=lost_to)


@transaction.atomic
def reopen(deal: Deal) -> None:
    """Make a deal active again, at the stage where it stood."""
    _write(deal, status=Deal.Status.ACTIVE, closed_because="", lost_to="")


@transaction.atomic
def reassign(deal: Deal, *, owner: User) -> None:
    """Give the deal to another officer."""
    _write(deal, owner=owner)


def _write(deal: Deal, **fields: object) -> None:
    for name, value in fields.items():
        setattr(deal, name, value)
    save_versioned(deal, fields=fields)
