"""The pipeline's commands against the stages of the reference data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from crm import pipeline
from crm.models import Activity, Deal, Stage, StageChange
from crm.pipeline import Supplied
from crm.requirements import REQUIREMENTS, required_for
from prospects.models import StaleRecordError
from tests import copies, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


NOW = dt.datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Seoul"))
DAY = NOW.date()


@pytest.fixture
def stages() -> list[Stage]:
    copies.reference()
    return [*Stage.objects.all()]


def set_field(name: str, value: object) -> Callable[[Deal], None]:
    def fill(deal: Deal) -> None:
        Deal.objects.filter(pk=deal.pk).update(**{name: value})

    return fill


def set_made(name: str, build: Callable[[], object]) -> Callable[[Deal], None]:
    def fill(deal: Deal) -> None:
        set_field(name, build())(deal)

    return fill


def invest(deal: Deal) -> None:
    deal.deal_investors.get_or_create(company=deal_company(deal))


def deal_company(deal: Deal) -> Any:
    return make.company() if not deal.investors.exists() else deal.investors.get()


def part(**fields: object) -> Callable[[Deal], None]:
    def fill(deal: Deal) -> None:
        invest(deal)
        deal.deal_investors.update(**fields)

    return fill


def contact(deal: Deal) -> None:
    make.activity(deal=deal, owner=deal.owner, done_at=NOW)


FILL: dict[str, Callable[[Deal], None]] = {
    "investors": invest,
    "contact": contact,
    "firm_or_need": set_made("firm", make.firm),
    "site_visit_on": set_field("site_visit_on", DAY),
    "amount": set_field("amount", 200_000_000),
    "site_or_zone": set_made("zone", make.zone),
    "mou_on": set_field("mou_on", DAY),
    "expected_on": set_field("expected_on", DAY),
    "investor_amounts": part(amount=200_000_000),
    "jobs": set_field("jobs", 12),
    "notified_on": set_field("notified_on", DAY),
    "notified_amount": set_field("notified_amount", 200_000_000),
    "voting_percent": part(voting_percent=20),
    "investment_rule": part(amount=200_000_000, voting_percent=20),
    "arrived_on": set_field("arrived_on", DAY),
    "arrived_amount": set_field("arrived_amount", 200_000_000),
    "registered_on": set_field("registered_on", DAY),
    "operating_on": set_field("operating_on", DAY),
}
CLEAR: dict[str, Callable[[Deal], object]] = {
    "investors": lambda deal: deal.deal_investors.all().delete(),
    "contact": lambda deal: deal.activities.all().delete(),
    "firm_or_need": set_field("firm", None),
    "site_or_zone": set_field("zone", None),
    "investor_amounts": part(amount=None),
    "voting_percent": part(voting_percent=None),
    "investment_rule": part(amount=99_999_999),
}
# What else is missing when one thing is.
ALSO = {
    "investors": {"investor_amounts", "voting_percent", "investment_rule"},
    "investor_amounts": {"investment_rule"},
    "voting_percent": {"investment_rule"},
}


def filled(stage: Stage, before: Stage) -> Deal:
    """A deal in `before` that has exactly what `stage` requires."""
    deal = make.deal(stage=before, stage_since=NOW - dt.timedelta(days=9))
    for requirement in required_for(stage):
        FILL[requirement.key](deal)
    return Deal.objects.select_related("stage", "owner").get(pk=deal.pk)


def test_every_requirement_is_tested() -> None:
    assert set(FILL) == set(REQUIREMENTS)


@pytest.mark.parametrize("position", range(2, 10))
def test_a_deal_with_just_what_is_required_enters(stages: list[Stage], position: int) -> None:
    before, stage = stages[position - 2], stages[position - 1]
    deal = filled(stage, before)
    change = pipeline.advance(deal, to=stage, by=deal.owner, now=NOW, note="agreed")
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.stage_id, stored.stage_since, stored.probability, stored.version) == (
        stage.pk,
        NOW,
        stage.probability,
        2,
    )
    assert (change.from_stage_id, change.to_stage_id, change.by_id, change.note) == (
        before.pk,
        stage.pk,
        deal.owner_id,
        "agreed",
    )


@pytest.mark.parametrize("position", range(2, 10))
def test_each_missing_thing_blocks_and_is_named(stages: list[Stage], position: int) -> None:
    before, stage = stages[position - 2], stages[position - 1]
    required = required_for(stage)
    keys = {requirement.key for requirement in required}
    for requirement in required:
        deal = filled(stage, before)
        CLEAR.get(requirement.key, set_field(requirement.key, None))(deal)
        deal.refresh_from_db()
        with pytest.raises(pipeline.StageBlockedError) as blocked:
            pipeline.advance(deal, to=stage, by=deal.owner, now=NOW)
        expected = {requirement.key} | (ALSO.get(requirement.key, set()) & keys)
        assert {item.key for item in blocked.value.missing} == expected
        assert Deal.objects.get(pk=deal.pk).stage_id == before.pk
        assert StageChange.objects.filter(deal=deal).count() == 1


# --- Moving ---------------------------------------------------------------------------------------


def test_going_back_requires_nothing(stages: list[Stage]) -> None:
    deal = make.deal(stage=stages[5])
    pipeline.advance(deal, to=stages[0], by=deal.owner, now=NOW)
    assert Deal.objects.get(pk=deal.pk).stage_id == stages[0].pk


def test_only_an_active_deal_moves_and_not_to_where_it_is(stages: list[Stage]) -> None:
    resting = make.deal(stage=stages[1], status=Deal.Status.DORMANT)
    with pytest.raises(pipeline.PipelineError, match="Reopen"):
        pipeline.advance(resting, to=stages[0], by=resting.owner, now=NOW)
    deal = make.deal(stage=stages[1])
    with pytest.raises(pipeline.PipelineError, match="already"):
        pipeline.advance(deal, to=stages[1], by=deal.owner, now=NOW)


def test_a_move_on_an_old_version_is_refused(stages: list[Stage]) -> None:
    deal = make.deal(stage=stages[3])
    mine, theirs = Deal.objects.get(pk=deal.pk), Deal.objects.get(pk=deal.pk)
    pipeline.advance(theirs, to=stages[2], by=deal.owner, now=NOW)
    with pytest.raises(StaleRecordError):
        pipeline.advance(mine, to=stages[1], by=deal.owner, now=NOW)
    assert Deal.objects.get(pk=deal.pk).stage_id == stages[2].pk


def test_undo_brings_stage_probability_and_date_back(stages: list[Stage]) -> None:
    deal = filled(stages[1], stages[0])
    since = deal.stage_since
    change = pipeline.advance(deal, to=stages[1], by=deal.owner, now=NOW)
    pipeline.undo_move(change)
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.stage_id, stored.stage_since, stored.probability) == (
        stages[0].pk,
        since,
        stages[0].probability,
    )
    assert [c.to_stage_id for c in stored.stage_changes.all()] == [stages[0].pk]


def test_undo_is_refused_once_the_deal_moved_on(stages: list[Stage]) -> None:
    deal = make.deal(stage=stages[4], stage_since=NOW)
    first = pipeline.advance(deal, to=stages[3], by=deal.owner, now=NOW + dt.timedelta(hours=1))
    pipeline.advance(deal, to=stages[2], by=deal.owner, now=NOW + dt.timedelta(hours=2))
    with pytest.raises(pipeline.PipelineError, match="moved on"):
        pipeline.undo_move(first)
    opening = deal.stage_changes.get(from_stage=None)
    with pytest.raises(pipeline.PipelineError, match="moved on"):
        pipeline.undo_move(opening)


def test_undo_is_refused_once_the_deal_was_closed(stages: list[Stage]) -> None:
    deal = make.deal(stage=stages[4], stage_since=NOW)
    change = pipeline.advance(deal, to=stages[3], by=deal.owner, now=NOW + dt.timedelta(hours=1))
    pipeline.close(deal, status=Deal.Status.LOST, because="went elsewhere", lost_to="")
    with pytest.raises(pipeline.PipelineError, match="Only an active deal"):
        pipeline.undo_move(change)


def test_what_is_missing_can_be_supplied_with_the_move(stages: list[Stage]) -> None:
    deal = make.deal(stage=stages[0])
    company, firm = make.company(), make.firm()
    pipeline.supply_and_advance(
        deal,
        supplied=Supplied(fields={"firm": firm}, investors=(company,), contact="First call"),
        to=stages[2],
        by=deal.owner,
        now=NOW,
    )
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.stage_id, stored.firm_id) == (stages[2].pk, firm.pk)
    assert [i.company_id for i in stored.deal_investors.all()] == [company.pk]
    call = Activity.objects.get()
    assert (call.subject, call.deal_id, call.company_id, call.done_at) == (
        "First call",
        deal.pk,
        company.pk,
        NOW,
    )


def test_supplying_too_little_writes_nothing(stages: list[Stage]) -> None:
    deal = make.deal(stage=stages[0])
    with pytest.raises(pipeline.StageBlockedError):
        pipeline.supply_and_advance(
            deal,
            supplied=Supplied(fields={"firm": make.firm()}, contact="First call"),
            to=stages[2],
            by=deal.owner,
            now=NOW,
        )
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.stage_id, stored.firm_id, stored.version) == (stages[0].pk, None, 1)
    assert not Activity.objects.exists()


# --- Opening, closing, investors, attention -------------------------------------------------------


def test_opening_from_a_match_takes_need_firm_and_site_along(stages: list[Stage]) -> None:
    firm = make.firm()
    site = make.site(firm)
    match = make.match(make.company(is_demo=True), make.need(firm, site=site))
    deal = pipeline.open_deal(
        title="New plant", investors=[match.company], by=make.user(), now=NOW, match=match
    )
    assert (deal.stage_id, deal.probability, deal.need, deal.firm, deal.site, deal.is_demo) == (
        stages[0].pk,
        stages[0].probability,
        match.need,
        firm,
        site,
        True,
    )
    assert [(c.from_stage_id, c.to_stage_id, c.at) for c in deal.stage_changes.all()] == [
        (None, stages[0].pk, NOW)
    ]


def test_closing_wants_a_reason_and_reopening_clears_it() -> None:
    deal = make.deal()
    with pytest.raises(pipeline.PipelineError, match="why"):
        pipeline.close(deal, status=Deal.Status.LOST, because=" ")
    pipeline.close(deal, status=Deal.Status.LOST, because=" Price ", lost_to="VN")
    deal.refresh_from_db()
    assert (deal.status, deal.closed_because, deal.lost_to) == ("lost", "Price", "VN")
    pipeline.reopen(deal)
    deal.refresh_from_db()
    assert (deal.status, deal.closed_because, deal.lost_to, deal.version) == ("active", "", "", 3)


def test_a_lost_update_of_the_owner_is_refused() -> None:
    deal = make.deal()
    mine, theirs = Deal.objects.get(pk=deal.pk), Deal.objects.get(pk=deal.pk)
    first, second = make.user(), make.user()
    pipeline.reassign(theirs, owner=first)
    with pytest.raises(StaleRecordError):
        pipeline.reassign(mine, owner=second)
    assert Deal.objects.get(pk=deal.pk).owner == first


def test_a_company_invests_once() -> None:
    deal, company = make.deal(), make.company()
    investor = pipeline.add_investor(deal, company=company, amount=Decimal(5))
    with pytest.raises(pipeline.PipelineError, match="already"):
        pipeline.add_investor(deal, company=company)
    pipeline.change_investor(investor, amount=Decimal(7), voting_percent=Decimal(30))
    stored = deal.deal_investors.get()
    assert (stored.amount, stored.voting_percent) == (Decimal(7), Decimal(30))
    pipeline.remove_investor(stored)
    assert not deal.deal_investors.exists()


def test_every_change_of_investors_raises_the_version_of_the_deal() -> None:
    deal = make.deal()
    mine, theirs = Deal.objects.get(pk=deal.pk), Deal.objects.get(pk=deal.pk)
    investor = pipeline.add_investor(mine, company=make.company(), amount=Decimal(5))
    assert (mine.version, Deal.objects.get(pk=deal.pk).version) == (2, 2)
    with pytest.raises(StaleRecordError):
        pipeline.add_investor(theirs, company=make.company())
    assert [*deal.deal_investors.all()] == [investor]

    mine, theirs = Deal.objects.get(pk=deal.pk), Deal.objects.get(pk=deal.pk)
    pipeline.change_investor(
        mine.deal_investors.get(), amount=Decimal(7), voting_percent=Decimal(30)
    )
    assert (mine.version, Deal.objects.get(pk=deal.pk).version) == (3, 3)
    with pytest.raises(StaleRecordError):
        pipeline.change_investor(
            theirs.deal_investors.get(), amount=Decimal(9), voting_percent=None
        )
    stored = deal.deal_investors.get()
    assert (stored.amount, stored.voting_percent) == (Decimal(7), Decimal(30))

    with pytest.raises(StaleRecordError):
        pipeline.remove_investor(theirs.deal_investors.get())
    assert deal.deal_investors.exists()
    pipeline.remove_investor(mine.deal_investors.get())
    assert (mine.version, Deal.objects.get(pk=deal.pk).version) == (4, 4)
    with pytest.raises(StaleRecordError):
        pipeline.reassign(theirs, owner=make.user())
