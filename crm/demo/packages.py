"""Sets of companies that are offered together."""

from __future__ import annotations

import random

from crm.demo.companies import DemoCompany
from crm.demo.cooperatives import DemoCooperative
from crm.demo.needs import DemoNeed
from crm.demo.people import People
from crm.demo.world import World, some
from matching.composing import Added, Wanted, steps_of
from matching.models import Need, Package, PackageMember, PackageStep
from prospects.models import Capability

#: Of a need's own process, and of others that the group adds to it.
LEADS, FURTHER = (1, 2), 2


def make_packages(
    world: World, people: People, groups: list[DemoCooperative], needs: list[DemoNeed]
) -> None:
    """Of each cooperative with a plan, members for a need of which some do the process."""
    chance = world.chance("packages")
    capabilities = Capability.objects.select_related("parent").in_bulk(field_name="key")
    open_needs = [each for each in needs if each.need.status == Need.Status.OPEN]
    packages, steps, members = [], [], []
    for group in groups:
        processes = {each.process for each in group.members}
        wanted = [each for each in open_needs if each.process in processes]
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
        chosen = _members(chance, group.members, need.process)
        added = [capabilities[each.process] for each in chosen if each.process != need.process]
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
                capability=capabilities[each.process],
            )
            for each in chosen
        ]
    Package.objects.bulk_create(packages)
    PackageStep.objects.bulk_create(steps)
    PackageMember.objects.bulk_create(members)


def _members(chance: random.Random, members: list[DemoCompany], process: str) -> list[DemoCompany]:
    """Who does the process, and up to two with another each."""
    able = [each for each in members if each.process == process]
    others = {each.process: each for each in members if each.process != process}
    return [*some(chance, able, *LEADS), *some(chance, [*others.values()], 0, FURTHER)]


def _steps(need: Need, added: list[Capability]) -> tuple[Wanted, ...]:
    """In the order of making; a tool is no matter of pieces a month."""
    asked = [
        Added(each, None if (each.parent or each).key == "mould_die" else need.monthly_volume)
        for each in added
    ]
    return steps_of([need], asked)
