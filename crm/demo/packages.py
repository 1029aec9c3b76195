"""Sets of companies that are offered together."""

from __future__ import annotations

from crm.demo.cooperatives import DemoCooperative
from crm.demo.needs import DemoNeed
from crm.demo.world import World, some
from matching.models import Need, Package, PackageMember
from prospects.models import CompanyCapability


def make_packages(world: World, groups: list[DemoCooperative], needs: list[DemoNeed]) -> None:
    """Of each cooperative with a plan, two to four members for a need that they can meet."""
    chance = world.chance("packages")
    open_needs = [each for each in needs if each.need.status == Need.Status.OPEN]
    packages, members = [], []
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
            is_demo=True,
        )
        packages.append(package)
        for each in some(chance, group.members, 2, 4):
            own = CompanyCapability.objects.filter(company=each.company).order_by("pk").first()
            members.append(
                PackageMember(
                    package=package,
                    company=each.company,
                    capability_id=own.capability_id if own else None,
                )
            )
    Package.objects.bulk_create(packages)
    PackageMember.objects.bulk_create(members)
