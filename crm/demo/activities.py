"""Three thousand activities: two years of contacts, what is planned, and what is overdue."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from crm.demo.companies import DemoCompany
from crm.demo.cooperatives import DemoCooperative
from crm.demo.deals import DemoDeal
from crm.demo.past_plan import Introduction
from crm.demo.people import People
from crm.demo.phrases import COUNTRIES, PHRASES, PLANS, Phrase
from crm.demo.world import SEOUL, World, next_workday
from crm.models import Activity, Coverage, Deal, User
from prospects.models import Contact

ACTIVITIES = 3000
PLANNED, OVERDUE, CANCELLED = 190, 55, 70


@dataclass
class Subject:
    """Whom an activity is about, who keeps the contact, and the words to fill in."""

    owner: User
    since: dt.datetime
    company: DemoCompany | None = None
    deal: DemoDeal | None = None
    cooperative: DemoCooperative | None = None

    def words(self, chance: random.Random, contact: Contact | None) -> dict[str, str]:
        """What the phrases name."""
        deal = self.deal.deal if self.deal else None
        need = self.deal.need if self.deal else None
        return {
            "who": f"{contact.name_ko.split()[0]} {_TITLE.get(contact.title, '담당자')}"
            if contact
            else "담당자",
            "thing": need.thing[0] if need else self.company.thing[0] if self.company else "",
            "firm": need.firm.firm.name_ko if need else "수요 대기업",
            "zone": deal.zone.name_ko if deal and deal.zone else "입주 후보지",
            "country": chance.choice(COUNTRIES),
        }

    def contact(self, chance: random.Random) -> Contact | None:
        """Somebody there: the cooperative's contact, or one of the company's."""
        if self.cooperative:
            return self.cooperative.contact
        return chance.choice(self.company.contacts) if self.company else None


_TITLE = {
    "代表取締役社長": "사장", "専務取締役": "전무", "工場長": "공장장", "営業部長": "영업부장",
    "海外事業担当": "해외담당", "技術部長": "기술부장", "総務課長": "총무과장", "事務局長": "사무국장",
}  # fmt: skip


@dataclass
class Log:
    """The activities made so far, with the people who took part."""

    world: World
    activities: list[Activity]
    contacts: list[tuple[Activity, Contact]]
    colleagues: list[tuple[Activity, User]]

    def add(
        self, subject: Subject, kind: str, text: str, *, created_at: dt.datetime, **fields: Any
    ) -> Activity:
        """One activity about a subject; `fields` say when and in which state."""
        chance = self.world.chance("activities")
        contact = subject.contact(chance)
        words = subject.words(chance, contact)
        activity = Activity(
            id=self.world.key(created_at),
            created_at=created_at,
            owner=subject.owner,
            kind=kind,
            subject=text.format(**words),
            company=subject.company.company if subject.company else None,
            deal=subject.deal.deal if subject.deal else None,
            need=subject.deal.deal.need if subject.deal and chance.random() < 0.3 else None,
            cooperative=subject.cooperative.cooperative if subject.cooperative else None,
            is_demo=True,
            **fields,
        )
        activity.outcome = activity.outcome.format(**words)
        self.activities.append(activity)
        if contact and chance.random() < 0.7:
            self.contacts.append((activity, contact))
        return activity

    def done(self, subject: Subject, phrases: Iterable[Phrase], at: dt.datetime) -> Activity:
        """Something that was done at `at`, in the words of one of the phrases."""
        chance = self.world.chance("activities")
        kind, subjects, outcomes = chance.choice([*phrases])
        return self.add(
            subject,
            kind,
            chance.choice(subjects),
            status=Activity.Status.DONE,
            created_at=at,
            done_at=at,
            outcome=chance.choice(outcomes),
        )


def make_coverage(
    world: World,
    people: People,
    companies: list[DemoCompany],
    deals: list[DemoDeal],
    introductions: list[Introduction],
) -> dict[object, User]:
    """Who covers which company: whoever was to introduce it, the deal's officer, or chance; a
    quarter is not covered."""
    chance = world.chance("coverage")
    owners: dict[object, User] = {each.match.company_id: each.officer for each in introductions}
    for deal in deals:
        for investor in deal.investors:
            owners.setdefault(investor.company.pk, deal.officer)
    for each in companies:
        if each.company.pk not in owners and chance.random() < 0.62:
            owners[each.company.pk] = chance.choice(people.officers)
    Coverage.objects.bulk_create(
        Coverage(
            id=world.key(each.company.created_at),
            created_at=each.company.created_at,
            company=each.company,
            owner=owners[each.company.pk],
            is_demo=True,
        )
        for each in companies
        if each.company.pk in owners
    )
    return owners


def make_activities(
    world: World,
    people: People,
    *,
    companies: list[DemoCompany],
    groups: list[DemoCooperative],
    deals: list[DemoDeal],
    owners: dict[object, User],
    already: list[Activity],
) -> None:
    """All activities but `already`, those of campaigns, which count among the three thousand."""
    chance = world.chance("activities")
    log = Log(world, list(already), [], [])
    silent = _silent(world, deals)
    for deal in deals:
        _of_deal(log, deal, silent=deal in silent)
    unheard = {each.company.pk for deal in silent for each in deal.investors}
    subjects = [
        Subject(owners[each.company.pk], each.company.created_at, company=each)
        for each in companies
        if each.company.pk in owners and each.company.pk not in unheard
    ]
    for group in groups:
        subject = Subject(
            chance.choice(people.officers), group.cooperative.created_at, cooperative=group
        )
        for _ in range(7):
            log.done(subject, PHRASES["cooperative"], _between(world, subject.since, world.now))
    _cancelled(log, subjects)
    _ahead(log, people, [each for each in deals if each not in silent], subjects)
    while len(log.activities) < ACTIVITIES:
        subject = chance.choice(subjects)
        log.done(subject, PHRASES["prospect"], _between(world, subject.since, world.now))
    _with_colleagues(log, people)
    _store(log, already)


def _silent(world: World, deals: list[DemoDeal]) -> list[DemoDeal]:
    """Active deals that nobody has touched for longer than their stage allows."""
    chance = world.chance("silent")
    return [
        deal
        for deal in deals
        if deal.deal.status == Deal.Status.ACTIVE
        and (world.now - deal.deal.stage_since).days > deal.deal.stage.stale_after_days
        and chance.random() < 0.75
    ]


def _of_deal(log: Log, deal: DemoDeal, *, silent: bool) -> None:
    """Contacts in each stage; one at least before consulting, which asks for a contact made."""
    chance = log.world.chance("activities")
    stages = [*deal.entered.items()]
    chain: list[Activity] = []
    for index, (key, start) in enumerate(stages):
        last = index + 1 == len(stages)
        end = log.world.now if last else stages[index + 1][1]
        if last and silent:
            # The last word was before the stage's patience began to count down.
            end = min(end, log.world.now - dt.timedelta(days=deal.deal.stage.stale_after_days + 1))
        elif last and deal.deal.status != Deal.Status.ACTIVE:
            end = min(end, start + dt.timedelta(days=45))
        moments = sorted(_between(log.world, start, end) for _ in range(chance.randint(1, 3)))
        for at in moments:
            investor = chance.choice(deal.investors)
            subject = Subject(deal.officer, start, company=investor, deal=deal)
            chain.append(log.done(subject, PHRASES[key], at))
    _link(chance, chain)


def _link(chance: random.Random, chain: list[Activity]) -> None:
    """Each step leads to the next, mostly."""
    for activity, following in pairwise(chain):
        if activity.done_at != following.done_at and chance.random() < 0.6:
            activity.next_activity = following
            following.planned_for = following.done_at


def _cancelled(log: Log, subjects: list[Subject]) -> None:
    chance = log.world.chance("activities")
    for _ in range(CANCELLED):
        subject = chance.choice(subjects)
        at = _between(log.world, subject.since, log.world.now)
        kind, text = chance.choice(PLANS)
        log.add(
            subject,
            kind,
            text,
            status=Activity.Status.CANCELLED,
            planned_for=at,
            created_at=at - dt.timedelta(days=chance.randint(1, 7)),
        )


def _ahead(log: Log, people: People, deals: list[DemoDeal], subjects: list[Subject]) -> None:
    """What is planned and overdue: mostly about active deals, and some for every officer now."""
    world, chance = log.world, log.world.chance("ahead")
    active = [
        Subject(each.officer, each.deal.stage_since, company=each.investors[0], deal=each)
        for each in deals
        if each.deal.status == Deal.Status.ACTIVE
    ]
    soon = [0, 0, 0, 1, 1, 2, 3, 4]
    ahead = [(officer, day) for officer in people.officers for day in soon]
    ahead += [(people.officers[0], day) for day in (0, 0, 1, 2, -1, -3)]
    while len(ahead) < PLANNED:
        ahead.append((chance.choice(people.officers), chance.randint(1, 42)))
    while len(ahead) < PLANNED + OVERDUE:
        ahead.append((chance.choice(people.officers), -chance.randint(1, 18)))
    for officer, day in ahead:
        pool = active if chance.random() < 0.65 else subjects
        own = [each for each in pool if each.owner == officer] or subjects
        subject = chance.choice(own)
        date = next_workday(world.today + dt.timedelta(days=day)) if day >= 0 else None
        at = world.office_hours(date or world.ago(-day), chance)
        kind, text = chance.choice(PLANS)
        asked = min(at, world.now) - dt.timedelta(days=chance.randint(1, 9), hours=2)
        log.add(
            subject,
            kind,
            text,
            status=Activity.Status.PLANNED,
            planned_for=at,
            created_at=max(asked, subject.since),
        )


def _with_colleagues(log: Log, people: People) -> None:
    chance = log.world.chance("colleagues")
    together = (Activity.Kind.MEETING, Activity.Kind.VISIT)
    for activity in log.activities:
        if activity.kind in together and chance.random() < 0.3:
            others = [each for each in people.officers if each != activity.owner]
            log.colleagues.append((activity, chance.choice(others)))


def _between(world: World, start: dt.datetime, end: dt.datetime) -> dt.datetime:
    """A moment of office hours after `start` and before `end`."""
    chance = world.chance("activities")
    first = start.astimezone(SEOUL).date()
    last = (end - dt.timedelta(hours=10)).astimezone(SEOUL).date()  # not before nine on the day
    span = max(0, (last - first).days)
    day = first + dt.timedelta(days=round(span * chance.random()))
    at = world.office_hours(day, chance)
    latest = end - dt.timedelta(minutes=15)
    return max(start, min(at, latest))


def _store(log: Log, already: list[Activity]) -> None:
    Activity.objects.bulk_create(log.activities[len(already) :])
    contacts = Activity.contacts.through
    contacts.objects.bulk_create(
        contacts(activity_id=activity.pk, contact_id=contact.pk)
        for activity, contact in log.contacts
    )
    colleagues = Activity.colleagues.through
    colleagues.objects.bulk_create(
        colleagues(activity_id=activity.pk, user_id=user.pk) for activity, user in log.colleagues
    )
