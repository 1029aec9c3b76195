"""Deals: what each stage requires, and the commands that move them.

`Stage.requires` (reference data) names requirements; `REQUIREMENTS` here says what each one is, how
it is checked and which form field fills it. Form, API, board and checklist all read this one table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Greatest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm import outreach
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
    """What the requirements look at: the deal with its investors, fetched once.

    `rules` are the investment rules in force, by key.
    """

    deal: Deal
    investors: tuple[DealInvestor, ...]
    has_contact: bool
    rules: dict[str, InvestmentRule]


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


@dataclass(frozen=True)
class RuleCheck:
    """The law's least amount and least voting share, held against a deal.

    `amounts` are in won, None where an investor's amount is not known; `day` is the day whose rate
    was used for another currency.
    """

    least: InvestmentRule
    share: InvestmentRule
    amounts: tuple[tuple[DealInvestor, Decimal | None], ...]
    day: dt.date | None

    @property
    def voting_percent(self) -> Decimal:
        """The voting shares of all investors together."""
        return sum((i.voting_percent or Decimal(0) for i, _amount in self.amounts), Decimal(0))

    @property
    def amount_met(self) -> bool:
        return bool(self.amounts) and all(
            amount is not None and amount >= self.least.value for _investor, amount in self.amounts
        )

    @property
    def share_met(self) -> bool:
        return self.voting_percent >= self.share.value

    @property
    def met(self) -> bool:
        return self.amount_met and self.share_met


def check_rule(facts: Facts) -> RuleCheck | None:
    """Hold a deal against the Foreign Investment Promotion Act; None where no rule is loaded.

    In a joint investment each investor has to reach the least amount. Amounts in another currency
    count at the rate of the notification's day, or of the latest day known.
    """
    joint = len(facts.investors) > 1
    least = facts.rules.get("minimum_each_joint_investor" if joint else "minimum_investment")
    share = facts.rules.get("minimum_voting_share")
    if least is None or share is None:
        return None
    deal = facts.deal
    day = deal.notified_on or deal.expected_on
    amounts = tuple(
        (i, None if i.amount is None else krw_value(i.amount, deal.currency, day))
        for i in facts.investors
    )
    return RuleCheck(least, share, amounts, day)


def _investment_rule(facts: Facts) -> bool:
    check = check_rule(facts)
    return check is not None and check.met


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
    rules = {rule.key: rule for rule in InvestmentRule.objects.on(today)}
    return Facts(deal, investors, made.exists(), rules)


def missing(deal: Deal, stage: Stage, *, today: dt.date) -> tuple[Requirement, ...]:
    """What `deal` still lacks to stand in `stage`."""
    facts = facts_of(deal, today=today)
    return tuple(item for item in required_for(stage) if not item.met(facts))


@dataclass(frozen=True)
class Checked:
    """A stage with its own requirements, each with whether the deal meets it."""

    stage: Stage
    items: tuple[tuple[Requirement, bool], ...]

    @property
    def met(self) -> bool:
        return all(met for _item, met in self.items)


def checklist(facts: Facts, stages: Iterable[Stage]) -> tuple[Checked, ...]:
    """Every stage with what it requires and whether the deal has it, in pipeline order."""
    return tuple(
        Checked(
            stage,
            tuple((REQUIREMENTS[key], REQUIREMENTS[key].met(facts)) for key in stage.requires),
        )
        for stage in stages
    )


def with_attention(deals: models.QuerySet[Deal], now: dt.datetime) -> models.QuerySet[Any]:
    """Annotate what a look at the pipeline needs: `last_contact_at`, `next_at`, `is_stale`.

    A deal is stale when it is active and, for the days that its stage allows, it has neither moved
    nor had a contact.
    """
    about = Activity.objects.filter(deal=models.OuterRef("pk"))
    last = about.done().order_by("-at").values("done_at")[:1]
    ahead = about.planned().order_by("planned_for").values("planned_for")[:1]
    patience = models.ExpressionWrapper(
        models.F("stage__stale_after_days") * models.Value(dt.timedelta(days=1)),
        output_field=models.DurationField(),
    )
    touched = Greatest("stage_since", models.Subquery(last))  # PostgreSQL's skips nulls
    return deals.annotate(
        last_contact_at=models.Subquery(last),
        next_at=models.Subquery(ahead),
        touched_at=touched,
        is_stale=models.Case(
            models.When(
                status=Deal.Status.ACTIVE,
                touched_at__lt=models.ExpressionWrapper(
                    models.Value(now) - patience, output_field=models.DateTimeField()
                ),
                then=True,
            ),
            default=False,
            output_field=models.BooleanField(),
        ),
    )


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


@dataclass(frozen=True)
class Supplied:
    """What was missing for a stage and is given together with the move.

    `fields` are values of the deal by field name; `parts` are amount and voting share by the key of
    the investor; `contact` is the subject of a contact that was made and not logged yet.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    investors: tuple[Company, ...] = ()
    parts: Mapping[int, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    contact: str = ""


@transaction.atomic
def supply_and_advance(
    deal: Deal, *, supplied: Supplied, to: Stage, by: User, now: dt.datetime, note: str = ""
) -> StageChange:
    """Fill in what a stage requires and move the deal there, both or neither.

    Raises as `advance` does.
    """
    if supplied.fields:
        _write(deal, **supplied.fields)
    for company in supplied.investors:
        add_investor(deal, company=company)
    for key, (amount, voting_percent) in supplied.parts.items():
        investor = deal.deal_investors.get(pk=key)
        change_investor(investor, amount=amount, voting_percent=voting_percent)
    if supplied.contact:
        outreach.log(about=outreach.About(deal=deal), subject=supplied.contact, by=by, done_at=now)
    return advance(deal, to=to, by=by, now=now, note=note)


def add_investor(
    deal: Deal,
    *,
    company: Company,
    amount: Decimal | None = None,
    voting_percent: Decimal | None = None,
) -> DealInvestor:
    """Let a company join the deal. Raises PipelineError when it is in it already."""
    investor, added = DealInvestor.objects.get_or_create(
        deal=deal,
        company=company,
        defaults={"amount": amount, "voting_percent": voting_percent},
    )
    if not added:
        raise PipelineError(gettext("This company is an investor already."))
    return investor


def change_investor(
    investor: DealInvestor, *, amount: Decimal | None, voting_percent: Decimal | None
) -> None:
    """Set an investor's amount, in the deal's currency, and its voting share in percent."""
    investor.amount, investor.voting_percent = amount, voting_percent
    investor.save(update_fields=["amount", "voting_percent"])


def remove_investor(investor: DealInvestor) -> None:
    """Take a company out of the deal."""
    investor.delete()


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
