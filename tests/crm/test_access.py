"""Who may do what, and who sees which rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import translation

from crm.access import ROLES, Action, allowed, require, visible
from crm.models import Activity, Deal, User
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


OFFICER, MANAGER, ANALYST, ADMIN = (
    User.Role.OFFICER,
    User.Role.MANAGER,
    User.Role.ANALYST,
    User.Role.ADMINISTRATOR,
)
TABLE = {
    Action.VIEW: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.ADD_COMPANY: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.EDIT_COMPANY: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.MERGE: {MANAGER, ANALYST, ADMIN},
    Action.LOG_ACTIVITY: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.EDIT_ACTIVITY: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.OPEN_DEAL: {OFFICER, MANAGER, ADMIN},
    Action.EDIT_DEAL: {OFFICER, MANAGER, ADMIN},
    Action.ASSIGN: {MANAGER, ADMIN},
    Action.EDIT_NEED: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.DECIDE_MATCH: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.RUN_CAMPAIGN: {OFFICER, MANAGER, ADMIN},
    Action.RUN_PLAN: {MANAGER, ADMIN},
    Action.EDIT_REFERENCE: {ANALYST, ADMIN},
    Action.IMPORT: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.IMPORT_RECORDS: {MANAGER, ANALYST, ADMIN},
    Action.EXPORT: {OFFICER, MANAGER, ANALYST, ADMIN},
    Action.SHARE: {MANAGER, ADMIN},
    Action.EVALUATE_MATCHING: {MANAGER, ANALYST, ADMIN},
    Action.RUN_SCORING: {MANAGER, ANALYST, ADMIN},
    Action.EDIT_WEIGHTS: {MANAGER, ADMIN},
    Action.ADMINISTER: {ADMIN},
}


def test_the_table_of_roles() -> None:
    assert {action: set(roles) for action, roles in ROLES.items()} == TABLE
    for action, roles in TABLE.items():
        for role in User.Role:
            assert allowed(User(role=role), action) is (role in roles)


def test_nobody_and_the_inactive_may_nothing() -> None:
    for action in Action:
        assert not allowed(AnonymousUser(), action)
        assert not allowed(User(role=ADMIN, is_active=False), action)


@pytest.mark.parametrize(
    ("action", "build"),
    [
        (Action.EDIT_DEAL, lambda owner: make.deal(owner=owner)),
        (Action.EDIT_ACTIVITY, lambda owner: make.activity(company=make.company(), owner=owner)),
        (Action.RUN_CAMPAIGN, lambda owner: make.campaign(owner=owner)),
    ],
)
def test_officers_change_what_is_theirs_or_their_teams(action: Action, build: object) -> None:
    team = make.team()
    owner = make.user(team=team)
    record = build(owner)  # type: ignore[operator]
    assert allowed(owner, action, record)
    assert allowed(make.user(team=team), action, record)
    assert not allowed(make.user(team=make.team()), action, record)
    assert not allowed(make.user(), action, record)
    assert allowed(make.user(role=MANAGER), action, record)
    assert allowed(make.user(role=ADMIN), action, record)


def test_two_people_without_a_team_are_no_team() -> None:
    assert not allowed(make.user(), Action.EDIT_DEAL, make.deal(owner=make.user()))


def test_the_refusal_says_which_rule() -> None:
    deal = make.deal(owner=make.user())
    with pytest.raises(PermissionDenied, match="owner, their team or a manager"):
        require(make.user(), Action.EDIT_DEAL, deal)
    with pytest.raises(PermissionDenied, match="Your role"):
        require(make.user(role=ANALYST), Action.EDIT_DEAL, deal)
    require(deal.owner, Action.EDIT_DEAL, deal)


def test_colleagues_see_everything_and_strangers_nothing() -> None:
    deal = make.deal()
    assert [*visible(make.user(), Deal.objects.all())] == [deal]
    assert not visible(AnonymousUser(), Deal.objects.all())


def test_a_partner_sees_what_a_share_in_force_names() -> None:
    today = dt.date(2026, 11, 23)
    agency, other = make.agency(), make.agency()
    shared, ended, theirs = make.company(), make.company(), make.company()
    deal = make.deal(shared)
    make.activity(company=shared)
    make.share(agency, shared)
    make.share(agency, deal, until=today)
    make.share(agency, ended, until=today - dt.timedelta(days=1))
    make.share(other, theirs)
    assert [*visible(agency, Company.objects.all(), today=today)] == [shared]
    assert [*visible(agency, Deal.objects.all(), today=today)] == [deal]
    assert not visible(agency, Activity.objects.all(), today=today)
    agency.is_active = False
    assert not visible(agency, Company.objects.all(), today=today)
