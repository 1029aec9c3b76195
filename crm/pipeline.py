"""The commands that open deals, move them, close them and change who invests.

What a stage requires is in `crm.requirements`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from crm import outreach
from crm.models import Deal, DealInvestor, Stage, StageChange, User
from crm.requirements import Requirement, missing
from matching.models import Match
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
    _require_active(locked)
    if locked.stage_id == to.pk:
        raise PipelineError(gettext("The deal is in this stage already."))
    if to.position > locked.stage.position:
        lacking = missing(locked, to, today=timezone.localdate(now))
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


@transaction.atomic
def add_investor(
    deal: Deal,
    *,
    company: Company,
    amount: Decimal | None = None,
    voting_percent: Decimal | None = None,
) -> DealInvestor:
    """Let a company join the deal, which is a change of the deal: its version rises.

    Raises PipelineError when the company is in it already, StaleRecordError when somebody changed
    the deal meanwhile.
    """
    investor, added = DealInvestor.objects.get_or_create(
        deal=deal,
        company=company,
        defaults={"amount": amount, "voting_percent": voting_percent},
    )
    if not added:
        raise PipelineError(gettext("This company is an investor already."))
    _write(deal)
    return investor


@transaction.atomic
def change_investor(
    investor: DealInvestor, *, amount: Decimal | None, voting_percent: Decimal | None
) -> None:
    """Set an investor's amount, in the deal's currency, and its voting share in percent.

    The deal's version rises. Raises StaleRecordError when somebody changed the deal since
    `investor.deal` was read.
    """
    _write(investor.deal)
    investor.amount, investor.voting_percent = amount, voting_percent
    investor.save(update_fields=["amount", "voting_percent"])


@transaction.atomic
def remove_investor(investor: DealInvestor) -> None:
    """Take a company out of the deal. Version and StaleRecordError as in `change_investor`."""
    _write(investor.deal)
    investor.delete()


@transaction.atomic
def undo_move(change: StageChange) -> Deal:
    """Take a deal's latest move back: the step disappears, probability and dates are as before.

    Raises PipelineError when the deal has moved on or was closed since, or the step is its opening.
    """
    deal = Deal.objects.select_for_update(of=("self",)).get(pk=change.deal_id)
    _require_active(deal)
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


def _require_active(deal: Deal) -> None:
    if deal.status != Deal.Status.ACTIVE:
        raise PipelineError(gettext("Only an active deal moves. Reopen it first."))


def _write(deal: Deal, **fields: object) -> None:
    """Write the deal's fields, if any, and raise its version."""
    for name, value in fields.items():
        setattr(deal, name, value)
    save_versioned(deal, fields=fields)
