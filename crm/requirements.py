"""What each stage requires of a deal, and the law's conditions of a foreign investment.

`Stage.requires` (reference data) names requirements; `REQUIREMENTS` here says what each one is, how
it is checked and which form field fills it. Form, API, board and checklist all read this one table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.models import Activity, Deal, DealInvestor, Stage
from crm.rates import krw_value
from matching.models import InvestmentRule


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
    def without_amount(self) -> int:
        """How many investors have no amount entered."""
        return sum(investor.amount is None for investor, _amount in self.amounts)

    @property
    def without_share(self) -> int:
        """How many investors have no voting share entered."""
        return sum(investor.voting_percent is None for investor, _amount in self.amounts)

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
    day = deal.notified_on
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
