"""Today: what is planned and overdue, which deals and companies have gone quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.access import Action, allowed, visible
from crm.attention import with_attention
from crm.models import Activity, Deal, RegisterWatch, Team, User
from crm.outreach import silent_since
from crm.register_watching import with_unseen
from crm.web.page import Request, page, show
from prospects.models import Company

AHEAD = dt.timedelta(days=7)
SILENT = dt.timedelta(days=60)
MOST = 50
FEW = 12


@dataclass(frozen=True)
class Scope:
    """Whose day it is: one's own, a team's or everyone's. `key` is the address's `?of=`."""

    key: str
    team: Team | None
    everyone: bool = False


@page(Action.VIEW)
def today(request: Request) -> HttpResponse:
    """The first screen of the day."""
    now = timezone.now()
    teams = [*Team.objects.all()] if allowed(request.user, Action.ASSIGN) else []
    scope = _scope(request, teams)
    owners = _owners(request.user, scope)
    groups = _groups(owners, now)
    deals = Deal.objects.active().filter(owner__in=owners)
    stale = (
        with_attention(visible(request.user, deals), now)
        .filter(is_stale=True)
        .select_related("stage", "owner", "firm")
        .order_by("touched_at", "id")[: FEW + 1]
    )
    covered = Company.objects.active().filter(coverage__owner__in=owners)
    silent = silent_since(visible(request.user, covered), now - SILENT)
    silent = silent.select_related("cluster", "coverage__owner")[: FEW + 1]
    mine = visible(request.user, RegisterWatch.objects.all())
    return show(
        request,
        "today/today.html",
        {
            "groups": groups,
            "planned": sum(len(group.activities) for group in groups),
            "stale": [*stale],
            "silent": [*silent],
            "watches": [*with_unseen(mine).filter(unseen__gt=0)[:FEW]],
            "few": FEW,
            "silent_days": SILENT.days,
            "teams": teams,
            "scope": scope,
            "now": now,
        },
    )


def _scope(request: Request, teams: Iterable[Team]) -> Scope:
    key = request.GET.get("of", "")
    if key == "all" and allowed(request.user, Action.ASSIGN):
        return Scope(key, None, everyone=True)
    team = next((team for team in teams if str(team.pk) == key), None)
    return Scope(key if team else "", team)


def _owners(user: User, scope: Scope) -> QuerySet[User]:
    people = User.objects.filter(is_active=True)
    if scope.everyone:
        return people
    return people.filter(team=scope.team) if scope.team else people.filter(pk=user.pk)


@dataclass(frozen=True)
class Group:
    """A heading with what is planned under it. `key` is overdue, today or ahead."""

    key: str
    label: object
    activities: tuple[Activity, ...]


def _groups(owners: QuerySet[User], now: dt.datetime) -> tuple[Group, ...]:
    """What is planned up to a week ahead, in one query."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + dt.timedelta(days=1)
    planned = (
        Activity.objects.planned()
        .filter(owner__in=owners, planned_for__lt=end + AHEAD)
        .select_related("company", "cooperative", "deal", "need", "campaign", "owner")
        .order_by("planned_for", "id")
    )
    overdue: list[Activity] = []
    due: list[Activity] = []
    ahead: list[Activity] = []
    for activity in planned[: 3 * MOST]:
        at = activity.planned_for or end
        if at < start:
            overdue.append(activity)
        elif at < end:
            due.append(activity)
        else:
            ahead.append(activity)
    return (
        Group("overdue", _("Overdue"), tuple(overdue)),
        Group("today", _("Today"), tuple(due)),
        Group("ahead", _("Next 7 days"), tuple(ahead)),
    )


urlpatterns = [path("", today, name="today")]
