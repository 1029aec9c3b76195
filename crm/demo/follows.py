"""Watch lists: officers keep an eye on the groups that are on the move, and on a few companies."""

from __future__ import annotations

from typing import Any

from crm.demo.companies import DemoCompany
from crm.demo.cooperatives import DemoCooperative
from crm.demo.people import People
from crm.demo.world import World, some
from crm.models import Follow


def make_follows(
    world: World, people: People, companies: list[DemoCompany], groups: list[DemoCooperative]
) -> None:
    """Three groups with a plan and some companies for each officer and manager."""
    chance = world.chance("follows")
    moving = [each for each in groups if each.plan]
    rows: list[Follow] = []
    for user in (*people.officers, *people.managers):
        begun = world.office_hours(world.ago(chance.randint(20, 200)), chance)
        watched: list[dict[str, Any]] = [
            {"cooperative": each.cooperative} for each in some(chance, moving, 2, 3)
        ]
        watched += [{"company": each.company} for each in some(chance, companies, 2, 5)]
        rows += [
            Follow(id=world.key(begun), created_at=begun, user=user, **each) for each in watched
        ]
    Follow.objects.bulk_create(rows)
