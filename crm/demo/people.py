"""Teams, officers and what they are to reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from crm.demo.world import World
from crm.models import Target, Team, User

_TEAMS = (
    ("소재부품유치팀", "素材部品誘致チーム", "Materials and Parts Team"),
    ("기계모빌리티유치팀", "機械・モビリティ誘致チーム", "Machinery and Mobility Team"),
    ("전자반도체유치팀", "電子・半導体誘致チーム", "Electronics and Semiconductors Team"),
)
# Username, name, role, team. Invented names.
_USERS = (
    ("officer", "한서윤", User.Role.OFFICER, 0),
    ("demo.kang", "강도현", User.Role.OFFICER, 0),
    ("demo.moon", "문지후", User.Role.OFFICER, 0),
    ("demo.bae", "배수아", User.Role.OFFICER, 0),
    ("demo.seo", "서준영", User.Role.OFFICER, 1),
    ("demo.oh", "오하린", User.Role.OFFICER, 1),
    ("demo.yoon", "윤태오", User.Role.OFFICER, 1),
    ("demo.lim", "임채원", User.Role.OFFICER, 2),
    ("demo.jang", "장민서", User.Role.OFFICER, 2),
    ("demo.cho", "조은결", User.Role.OFFICER, 2),
    ("manager", "신재하", User.Role.MANAGER, 0),
    ("demo.noh", "노승주", User.Role.MANAGER, 1),
    ("demo.ahn", "안유진", User.Role.MANAGER, 2),
    ("analyst", "권나래", User.Role.ANALYST, None),
    ("admin", "데모 관리자", User.Role.ADMINISTRATOR, None),
)
# Per quarter and team: contacts, deals opened, notified and arrived won.
_GOALS = {
    Target.Metric.CONTACTS: (130, 120, 120),
    Target.Metric.DEALS_OPENED: (7, 7, 6),
    Target.Metric.NOTIFIED_KRW: (12_000_000_000, 10_000_000_000, 15_000_000_000),
    Target.Metric.ARRIVED_KRW: (8_000_000_000, 7_000_000_000, 9_000_000_000),
}


@dataclass(frozen=True)
class People:
    """The demo's staff; `officers` are the ten who keep contacts, the sign-in's first."""

    teams: list[Team]
    officers: list[User]
    managers: list[User]
    analyst: User


def usernames() -> list[str]:
    """The names that the demo's accounts take."""
    return [username for username, *_ in _USERS]


def make_people(world: World, *, password: str) -> People:
    """Three teams, ten officers, a manager for each team, an analyst, an administrator."""
    begun = world.office_hours(world.ago(900), world.chance("people"))
    teams = [
        Team(
            id=world.key(begun), name_ko=ko, name_ja=ja, name_en=en, created_at=begun, is_demo=True
        )
        for ko, ja, en in _TEAMS
    ]
    Team.objects.bulk_create(teams)
    hashed = make_password(password)  # one for all: each would take half a second
    users = [
        User(
            id=world.key(begun),
            username=username,
            email=f"{username}@agency.example",
            name=name,
            role=role,
            team=None if team is None else teams[team],
            password=hashed,
            date_joined=begun,
            is_staff=role != User.Role.OFFICER,
            is_superuser=role == User.Role.ADMINISTRATOR,
            is_demo=True,
        )
        for username, name, role, team in _USERS
    ]
    User.objects.bulk_create(users)
    by_role = {role: [user for user in users if user.role == role] for role in User.Role}
    people = People(
        teams, by_role[User.Role.OFFICER], by_role[User.Role.MANAGER], by_role[User.Role.ANALYST][0]
    )
    _make_targets(world, people)
    return people


def _make_targets(world: World, people: People) -> None:
    """Goals of each team, and contacts of each officer, for this quarter and the four before."""
    targets = []
    for back in range(5):
        day = world.today - dt.timedelta(days=91 * back)
        year, quarter = day.year, (day.month + 2) // 3
        begun = dt.datetime(year, 3 * quarter - 2, 1, 9, tzinfo=world.now.tzinfo)
        wanted: list[tuple[dict[str, Any], str, int]] = [
            ({"team": team}, metric, values[index])
            for index, team in enumerate(people.teams)
            for metric, values in _GOALS.items()
        ]
        wanted += [({"user": user}, Target.Metric.CONTACTS, 35) for user in people.officers]
        targets += [
            Target(
                id=world.key(begun),
                year=year,
                quarter=quarter,
                metric=metric,
                value=value,
                created_at=begun,
                is_demo=True,
                **whose,
            )
            for whose, metric, value in wanted
        ]
    Target.objects.bulk_create(targets, ignore_conflicts=True)
