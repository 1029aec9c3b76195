"""Load the demo set: all of it in one transaction, into a database that has none of it."""

from __future__ import annotations

import datetime as dt
import time

import pgtrigger
from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import Application

from crm.demo.activities import make_activities, make_coverage
from crm.demo.agencies import CLIENT_IDS, make_agencies
from crm.demo.campaigns import make_campaigns
from crm.demo.companies import make_companies
from crm.demo.cooperatives import make_cooperatives
from crm.demo.deals import make_deals
from crm.demo.decisions import make_feedback, weigh_rejections
from crm.demo.firms import make_firms
from crm.demo.follows import make_follows
from crm.demo.history import begin_history
from crm.demo.needs import make_needs
from crm.demo.packages import make_packages
from crm.demo.past_plan import make_past_plan
from crm.demo.people import make_people, usernames
from crm.demo.plans import make_plans
from crm.demo.world import World
from crm.models import Stage, User
from crm.readiness import renew
from matching import runs
from matching.models import ScoringRun
from prospects.models import Company


class DemoError(Exception):
    """The demo set cannot be loaded or dropped as things are; the text is for people."""


def is_loaded() -> bool:
    """Whether any part of the demo set is here."""
    return (
        User.objects.filter(is_demo=True).exists() or Company.objects.filter(is_demo=True).exists()
    )


@transaction.atomic
def load_demo(*, today: dt.date, password: str, secret: str) -> bool:
    """Load it as of `today`; False, having changed nothing, when it is here already.

    `password` is that of its accounts, `secret` that of its agencies' applications. The
    history of the rows begins with how they were made. Raises DemoError when reference data is
    missing or a name that the set needs is taken.
    """
    if is_loaded():
        return False
    _check()
    world = World(today)
    with pgtrigger.ignore():
        people = make_people(world, password=password)
        firms = make_firms(world)
        needs = make_needs(world, firms)
        companies = make_companies(world, firms)
        groups = make_cooperatives(world, companies)
    _score(world)
    with pgtrigger.ignore():
        introductions = make_past_plan(world, people)
        deals = make_deals(world, people, companies, groups, needs, introductions=introductions)
    weigh_rejections(world)
    with pgtrigger.ignore():
        make_feedback(world, people)
        owners = make_coverage(world, people, companies, deals, introductions)
        came = make_campaigns(world, people, companies)
        make_activities(
            world,
            people,
            companies=companies,
            groups=groups,
            deals=deals,
            owners=owners,
            already=[*came, *(each.activity for each in introductions)],
        )
        make_follows(world, people, companies, groups)
        make_plans(world, people)
        make_packages(world, people, groups, needs)
        make_agencies(world, people, companies, deals, secret=secret)
    begin_history()
    renew(today=today)
    return True


def _score(world: World) -> None:
    """Score everything in a run of its own, told of like any other, as of the demo's clock."""
    run = runs.start(now=world.now, enqueue=False)
    began = time.monotonic()
    runs.work_on(run.pk)
    took = dt.timedelta(seconds=time.monotonic() - began)
    whole = ScoringRun.objects.filter(pk=run.pk, state=ScoringRun.State.DONE)
    if not whole.update(is_demo=True, worked_at=world.now + took, finished_at=world.now + took):
        raise DemoError(_(runs.BROKEN))


def _check() -> None:
    if not Stage.objects.exists():
        raise DemoError(_("Load the reference data first: manage.py load_reference."))
    taken = [*User.objects.filter(username__in=usernames()).values_list("username", flat=True)]
    clients = Application.objects.filter(client_id__in=CLIENT_IDS)
    taken += clients.values_list("client_id", flat=True)
    if taken:
        raise DemoError(
            _("The demo set needs names that are taken: %(names)s") % {"names": ", ".join(taken)}
        )
