"""Sets of companies that are offered together."""

from __future__ import annotations

import random
import uuid

from crm.demo.companies import DemoCompany
from crm.demo.cooperatives import DemoCooperative
from crm.demo.needs import DemoNeed
from crm.demo.people import People
from crm.demo.world import World, some
from matching.models import Match, Need, Package, PackageMember, PackageStep
from matching.steps import Added, Wanted, steps_of
from prospects.models import Capability

#: Of a need's own process, and of others that the group adds to it.
LEADS, FURTHER = (1, 2), 2


def make_packages(
    world: World, people: People, groups: list[DemoCooperative], needs: list[DemoNeed]
) -> None:
    """Of each cooperative with a plan, members for a need in whose list some of them stand."""
    chance = world.chance("packages")
    capabilities = Capability.objects.select_related("parent").in_bulk(field_name="key")
    open_needs = [each for each in needs if each.need.status == Need.Status.OPEN]
    packages, steps, members = [], [], []
    for group in groups:
        listed = _listed(group.members)
        wanted = [each for each in open_needs if listed.get(each.need.pk)]
        if not group.plan or not wanted:
            continue
        need = chance.choice(wanted)
        at = max(group.plan.created_at, need.need.created_at)
        package = Package(
            id=world.key(at),
            created_at=at,
            need=need.need,
            cooperative=group.cooperative,
            name_ko=f"{group.cooperative.name_ko} 공동 공급안",
            name_ja=f"{group.cooperative.name_ja} 共同供給案",
            name_en=f"{group.cooperative.name_en}: joint supply",
            note=f"{need.thing[0]} 공정을 회원사가 나누어 공급하는 안.",
            kept_by=str(chance.choice(people.officers)),
            is_demo=True,
        )
        packages.append(package)
        chosen = _members(chance, group.members, need.process, listed[need.need.pk])
        added = [capabilities[process] for _each, process in chosen if process != need.process]
        steps += [
            PackageStep(
                package=package,
                place=place,
                capability=step.capability,
                need=None if step.added else step.need,
                volume=step.volume,
            )
            for place, step in enumerate(_steps(need.need, added), 1)
        ]
        members += [
            PackageMember(
                package=package,
                company=each.company,
                capability=need.need.capability if own == need.process else capabilities[own],
            )
            for each, own in chosen
        ]
    Package.objects.bulk_create(packages)
    PackageStep.objects.bulk_create(steps)
    PackageMember.objects.bulk_create(members)


def _listed(members: list[DemoCompany]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Of each need, which of the members its list has."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    matches = Match.objects.standing().filter(company__in=[each.company for each in members])
    for need, company in matches.order_by("pk").values_list("need_id", "company_id"):
        found.setdefault(need, set()).add(company)
    return found


def _members(
    chance: random.Random, members: list[DemoCompany], process: str, listed: set[uuid.UUID]
) -> list[tuple[DemoCompany, str]]:
    """Who does the process, one or two of those `listed`, and up to two with another each."""
    able = [each for each in members if each.company.pk in listed]
    others = {
        each.process: each
        for each in members
        if each.process != process and each.company.pk not in listed
    }
    leads = [(each, process) for each in some(chance, able, *LEADS)]
    return leads + [(each, each.process) for each in some(chance, [*others.values()], 0, FURTHER)]


def _steps(need: Need, added: list[Capability]) -> tuple[Wanted, ...]:
    """In the order of making; a tool is no matter of pieces a month."""
    asked = [
        Added(each, None if (each.parent or each).key == "mould_die" else need.monthly_volume)
        for each in added
    ]
    return steps_of([need], asked)
