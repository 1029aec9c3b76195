"""A hundred and fifty deals over two years; each has all that its stage requires."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from crm.demo.companies import DemoCompany
from crm.demo.cooperatives import DemoCooperative
from crm.demo.decisions import decide_others
from crm.demo.needs import DemoNeed
from crm.demo.past_plan import NO_DEAL, Introduction, carry_out, finish
from crm.demo.people import People
from crm.demo.world import World, rounded, some, workday
from crm.models import Currency, Deal, DealInvestor, Stage, StageChange, User
from matching.models import InvestmentZone, Match

# Deals by stage, and how many days the stage before it usually takes.
_DEALS = {
    "identified": 22, "contacted": 26, "consulting": 27, "site_visit": 21, "negotiation": 17,
    "mou_loi": 12, "notified": 9, "funds_arrived": 7, "operating": 9,
}  # fmt: skip
_DAYS_BEFORE = {
    "contacted": (8, 40), "consulting": (15, 55), "site_visit": (25, 90), "negotiation": (15, 60),
    "mou_loi": (25, 80), "notified": (20, 70), "funds_arrived": (15, 60), "operating": (50, 130),
}  # fmt: skip
_CLOSED = {Deal.Status.LOST: 17, Deal.Status.ABANDONED: 11, Deal.Status.DORMANT: 14}
_LOST = (
    ("VN", "베트남 산업단지의 임대료와 인건비 조건을 선택"),
    ("TH", "주거래처의 태국 공장 옆으로 입주 결정"),
    ("CN", "중국 현지 합작사의 물량 보장을 선택"),
    ("ID", "조합이 인도네시아 공동 입주로 결정"),
    ("MX", "북미 공급을 위해 멕시코를 선택"),
    ("VN", "베트남 법인세 감면 조건이 더 유리하다고 판단"),
)
_ABANDONED = (
    "모기업 실적 악화로 해외 투자 계획 자체를 철회",
    "후계자 부재로 신규 투자를 포기",
    "금융기관 차입 한도 부족으로 투자 보류 후 철회",
    "핵심 기술 유출 우려로 이사회에서 부결",
)
_DORMANT = (
    "환율 추이를 보며 내년 이후 재검토 희망",
    "국내 설비 이전을 마칠 때까지 보류 요청",
    "수요 대기업의 증설 일정 연기로 대기",
    "대표 교체로 의사결정 대기",
)
# For making amounts only, and low enough that each investor is above the legal least amount.
_KRW_PER_UNIT = {Currency.KRW: 1, Currency.JPY: 8, Currency.USD: 1200}
_STEP = {Currency.KRW: 50_000_000, Currency.JPY: 5_000_000, Currency.USD: 50_000}
_LEAST_EACH_KRW = 200_000_000


@dataclass
class DemoDeal:
    """A deal, who invests, and when it entered each stage up to its own."""

    deal: Deal
    investors: list[DemoCompany]
    need: DemoNeed
    entered: dict[str, dt.datetime]
    parts: list[DealInvestor] = field(default_factory=list)
    introduction: Introduction | None = None

    @property
    def officer(self) -> User:
        return self.deal.owner


def make_deals(
    world: World,
    people: People,
    companies: list[DemoCompany],
    groups: list[DemoCooperative],
    needs: list[DemoNeed],
    *,
    introductions: list[Introduction],
) -> list[DemoDeal]:
    """The deals, made of good matches, with their investors, history and matches' states.

    Where one was opened about the day of a planned introduction, it came from it.
    """
    chance = world.chance("deals")
    stages = {stage.key: stage for stage in Stage.objects.order_by("position")}
    zones = list(InvestmentZone.objects.filter(kind="materials_parts").order_by("key"))
    pairs = _good_pairs(world, companies, needs, introductions)
    waiting = [each for number, each in enumerate(introductions) if number % NO_DEAL]
    by_company = {each.company.pk: each for each in companies}
    by_need = {each.need.pk: each for each in needs}
    plan = [key for key, count in _DEALS.items() for _ in range(count)]
    chance.shuffle(plan)
    closable = [i for i, key in enumerate(plan) if stages[key].position <= 6]
    statuses = [status for status, count in _CLOSED.items() for _ in range(count)]
    closed = dict(zip(chance.sample(closable, len(statuses)), statuses, strict=True))
    moving = [group for group in groups if group.plan and "KR" in group.plan.target_countries]
    deals: list[DemoDeal] = []
    for index, key in enumerate(plan):
        entered = _path(world, [*stages], key, closed=index in closed)
        opened = entered["identified"]
        in_group = index % 17 == 0
        introduction = None if in_group else _take_planned(waiting, opened)
        if introduction:
            match = introduction.match
            company, need = by_company[match.company_id], by_need[match.need_id]
        else:
            match, company, need = _take(pairs, opened)
        investors, group = [company], None
        if in_group:
            group = moving[(index // 17) % len(moving)]
            investors = _members(world, group, opened)
        each = DemoDeal(Deal(), investors, need, entered)
        _fill(world, each, stages, people)
        if introduction:
            each.deal.owner, each.introduction = introduction.officer, introduction
        _name(each, group)
        _place(world, each, zones)
        _amounts(world, each)
        _dates(world, each)
        if group is None:
            each.deal.match = match
            _decide(world, match, each)
        if index in closed:
            _close(world, each.deal, closed[index])
        deals.append(each)
    deals.sort(key=lambda each: each.deal.created_at)
    _store(world, deals, stages)
    _write_states(decide_others(world, [match for match, _company, _need in pairs]))
    _write_states(finish(world, [*introductions[::NO_DEAL], *waiting]))
    return deals


def _good_pairs(
    world: World,
    companies: list[DemoCompany],
    needs: list[DemoNeed],
    introductions: list[Introduction],
) -> list[tuple[Match, DemoCompany, DemoNeed]]:
    """Suggestions in chance order among the better ones; a company comes once, the planned
    introductions counted, a need thrice at most."""
    chance = world.chance("deals")
    by_company = {each.company.pk: each for each in companies}
    by_need = {each.need.pk: each for each in needs}
    matches = [
        match
        for match in Match.objects.filter(status=Match.Status.SUGGESTED).order_by(
            "-priority", "company_id", "need_id"
        )
        if match.company_id in by_company and match.need_id in by_need
    ]
    better = matches[: len(matches) * 2 // 3]
    chance.shuffle(better)
    seen: Counter[object] = Counter(each.match.company_id for each in introductions)
    pairs = []
    for match in better:
        if seen[match.company_id] < 1 and seen[match.need_id] < 3:
            seen.update((match.company_id, match.need_id))
            pairs.append((match, by_company[match.company_id], by_need[match.need_id]))
    return pairs


def _take(
    pairs: list[tuple[Match, DemoCompany, DemoNeed]], opened: dt.datetime
) -> tuple[Match, DemoCompany, DemoNeed]:
    """The first pair of which both were known when the deal was opened; it leaves the list."""
    for index, (_match, company, need) in enumerate(pairs):
        if max(company.company.created_at, need.need.created_at) < opened:
            return pairs.pop(index)
    raise RuntimeError("the demo set has too few matches of long-known companies and needs")


def _take_planned(waiting: list[Introduction], opened: dt.datetime) -> Introduction | None:
    """The first planned introduction from which the deal can have come; it leaves the list."""
    for index, each in enumerate(waiting):
        if each.suits(opened):
            return waiting.pop(index)
    return None


def _members(world: World, group: DemoCooperative, opened: dt.datetime) -> list[DemoCompany]:
    known = [each for each in group.members if each.company.created_at < opened]
    return some(world.chance("deals"), known, 2, 4)


def _path(world: World, keys: list[str], last: str, *, closed: bool) -> dict[str, dt.datetime]:
    """When the deal entered each stage: backwards from a recent day, within two years."""
    chance = world.chance("deals")
    longest, usual = (600, 260) if closed else (420, 90) if last == "operating" else (75, 12)
    day = world.ago(chance.triangular(1, longest, usual))
    gone = keys[: keys.index(last) + 1]
    steps = [chance.randint(*_DAYS_BEFORE[key]) for key in gone[1:]]
    room = 715 - (world.today - day).days
    shrink = min(1.0, room / max(1, sum(steps)))
    entered = {last: world.office_hours(day, chance)}
    for key, step in zip(reversed(gone[:-1]), reversed(steps), strict=True):
        day -= dt.timedelta(days=max(4, int(step * shrink)))
        entered[key] = world.office_hours(day, chance)
    return {key: entered[key] for key in gone}


def _fill(world: World, each: DemoDeal, stages: dict[str, Stage], people: People) -> None:
    chance = world.chance("deals")
    stage = stages[[*each.entered][-1]]
    opened = each.entered["identified"]
    weights = [16] + [10] * (len(people.officers) - 1)
    nudge = chance.choice((0, 0, 0, 5, -5)) if 1 < stage.position < 7 else 0
    deal = each.deal
    deal.id = world.key(opened)
    deal.stage = stage
    deal.stage_since = each.entered[stage.key]
    deal.created_at = opened
    deal.owner = chance.choices(people.officers, weights)[0]
    deal.probability = stage.probability + nudge
    deal.is_demo = True
    if stage.position >= 3 or chance.random() < 0.7:
        deal.need, deal.firm = each.need.need, each.need.firm.firm
    elif chance.random() < 0.5:
        deal.firm = each.need.firm.firm


def _name(each: DemoDeal, group: DemoCooperative | None) -> None:
    deal, need = each.deal, each.need
    if group:
        deal.cooperative = group.cooperative
        what = f"{group.cooperative.name_ko} 공동 진출"
    else:
        what = f"{each.investors[0].name.ko} {need.thing[0]}"
    deal.title = f"{what} ({deal.firm.name_ko} 동반투자)" if deal.firm else f"{what} 생산거점"
    if deal.firm:
        deal.note = f"{deal.firm.name_ko}의 조달 수요에 맞춘 동반투자 건."


def _place(world: World, each: DemoDeal, zones: list[InvestmentZone]) -> None:
    """A site of the firm, or a complex; from negotiation on always one of them."""
    chance = world.chance("deals")
    deal = each.deal
    if "negotiation" not in each.entered and chance.random() < 0.5:
        return
    if deal.need and deal.need.site and chance.random() < 0.7:
        deal.site = deal.need.site
        deal.zone = deal.need.site.zone
    elif "negotiation" in each.entered or chance.random() < 0.5:
        deal.zone = chance.choice(zones)


def _amounts(world: World, each: DemoDeal) -> None:
    """Expected, notified and arrived amounts, each investor's part, shares and jobs."""
    chance = world.chance("deals")
    deal, entered = each.deal, each.entered
    currency = chance.choices((Currency.KRW, Currency.JPY, Currency.USD), (75, 18, 7))[0]
    deal.currency = currency
    rate, step = _KRW_PER_UNIT[currency], _STEP[currency]
    won = [
        max(_LEAST_EACH_KRW, chance.lognormvariate(21.3, 0.8) / len(each.investors))
        for _ in each.investors
    ]
    parts = [Decimal(rounded(each_won / rate, step)) for each_won in won]
    total = sum(parts, Decimal(0))
    if "negotiation" in entered or chance.random() < 0.35:
        deal.amount = total
    if "mou_loi" in entered or chance.random() < 0.25:
        deal.jobs = max(3, round(sum(won) / 1e8 * chance.uniform(0.5, 1.3)))
    own = chance.choice((100, 100, 100, 70, 60, 51, 49, 30))
    shares = [round(Decimal(own) / len(parts), 2)] * len(parts)
    known = "mou_loi" in entered
    voting = "notified" in entered
    if voting:
        deal.notified_amount = total
    if "funds_arrived" in entered:
        full = "operating" in entered or chance.random() < 0.5
        deal.arrived_amount = (
            total if full else Decimal(rounded(float(total) * chance.uniform(0.4, 0.9), step))
        )
    each.parts = [
        DealInvestor(
            deal=deal,
            company=investor.company,
            amount=part if known else None,
            voting_percent=share if voting else None,
        )
        for investor, part, share in zip(each.investors, parts, shares, strict=True)
    ]


def _dates(world: World, each: DemoDeal) -> None:
    """The day of each step: that of entering its stage, as `crm.requirements` asks for it there."""
    chance = world.chance("deals")
    deal = each.deal
    days = {key: at.astimezone(world.now.tzinfo).date() for key, at in each.entered.items()}
    if "site_visit" in days:
        visit = days["site_visit"] + dt.timedelta(days=chance.randint(0, 9))
        if "negotiation" in days:
            visit = min(visit, days["negotiation"])
        deal.site_visit_on = workday(visit)
    if "mou_loi" in days:
        deal.mou_on = days["mou_loi"]
    if "notified" in days:
        deal.notified_on = days["notified"]
        deal.expected_on = days["notified"] + dt.timedelta(days=chance.randint(-20, 15))
    elif "mou_loi" in days or ("consulting" in days and chance.random() < 0.6):
        deal.expected_on = world.today + dt.timedelta(days=chance.randint(-20, 240))
    if "funds_arrived" in days:
        deal.arrived_on = days["funds_arrived"]
    if "operating" in days:
        deal.registered_on = workday(days["operating"] - dt.timedelta(days=chance.randint(7, 30)))
        deal.operating_on = days["operating"]


def _close(world: World, deal: Deal, status: str) -> None:
    chance = world.chance("deals")
    deal.status = status
    if status == Deal.Status.LOST:
        deal.lost_to, deal.closed_because = chance.choice(_LOST)
    else:
        reasons = _ABANDONED if status == Deal.Status.ABANDONED else _DORMANT
        deal.closed_because = chance.choice(reasons)


def _decide(world: World, match: Match, each: DemoDeal) -> None:
    """The match's state follows its deal's stage."""
    status = Match.Status.SHORTLISTED
    if each.introduction:
        status = Match.Status.INTRODUCED
    if "negotiation" in each.entered:
        status = Match.Status.CONVERTED
    elif "consulting" in each.entered:
        status = Match.Status.IN_TALKS
    elif "contacted" in each.entered:
        status = Match.Status.INTRODUCED
    match.status, match.status_at = status, each.deal.stage_since


def _write_states(matches: list[Match]) -> None:
    fields = ("rejected_kind", "rejected_by", "rejected_because", "look_again_on", "reasons_then")
    Match.objects.bulk_update(matches, ["status", "status_at", *fields])


def _store(world: World, deals: list[DemoDeal], stages: dict[str, Stage]) -> None:
    changes = []
    for each in deals:
        before: Stage | None = None
        for key, at in each.entered.items():
            changes.append(
                StageChange(
                    deal=each.deal, from_stage=before, to_stage=stages[key], at=at, by=each.officer
                )
            )
            before = stages[key]
    Deal.objects.bulk_create(each.deal for each in deals)
    DealInvestor.objects.bulk_create(part for each in deals for part in each.parts)
    StageChange.objects.bulk_create(changes)
    for each in deals:
        if each.introduction:
            carry_out(each.introduction, each.deal)
    _write_states([each.deal.match for each in deals if each.deal.match])
