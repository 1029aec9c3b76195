"""Companies with something in every relation, and whole databases to compare."""

# ruff: noqa: ARG005  # one signature for all that can be given

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from pghistory.models import Event

from crm.merging import keep_apart
from crm.models import Merge, Notification, User
from matching.models import Match, MatchChange, MatchExclusion, PackageMember
from prospects.models import (
    Company,
    CompanyReadiness,
    FormerCompany,
    ProgrammeUse,
    ReadinessMark,
)
from tests import make

# What the machine makes anew, and what tells of the merge itself.
LEFT_OUT = (Event, MatchChange, MatchExclusion, Merge, CompanyReadiness, ReadinessMark)

NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but history, the merges themselves, versions and edit times.

    Nor what is worked out from others: `test_derived` shows that it is worked out again.
    """
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, LEFT_OUT) or model._meta.app_label == "pghistory":
            continue
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT to_jsonb(t) - 'version' - 'updated_at' FROM \"{table}\" t")  # noqa: S608
            rows = [json.loads(row) for (row,) in cursor.fetchall()]
        found[table] = sorted(rows, key=json.dumps)
    return found


class World:
    """Things that several companies can have in common, so that merging them meets conflicts."""

    def __init__(self, size: int = 2) -> None:
        self.user = make.user(role=User.Role.ANALYST)
        self.others = [make.user(), make.user()]
        self.capabilities = [make.capability() for _ in range(size)]
        self.certificates = [make.certificate() for _ in range(size)]
        self.cooperatives = [make.cooperative() for _ in range(size)]
        self.programmes = [make.programme() for _ in range(size)]
        self.profile = make.weight_profile()
        self.needs = [make.need(capability=self.capabilities[0]) for _ in range(size)]
        self.packages = [make.package(self.needs[0]) for _ in range(size)]
        self.deals = [make.deal(owner=self.others[0]) for _ in range(size)]
        self.campaigns = [make.campaign(owner=self.others[0]) for _ in range(size)]
        self.agencies = [make.agency() for _ in range(size)]
        self.plans = [make.introduction_plan(owner=self.others[0]) for _ in range(size)]
        self.bystander = make.company()

    def give(self, company: Company, kind: str, which: int, n: int) -> None:
        """Give a company one thing; the same `which` meets at other companies, `n` varies it."""
        GIVERS[kind](self, company, which, n)


def _match(world: World, company: Company, which: int, n: int) -> None:
    if Match.objects.filter(company=company, need=world.needs[which]).exists():
        return
    status = [*Match.Status][n % len(Match.Status)]
    match = make.match(
        company,
        world.needs[which],
        profile=world.profile,
        status=status,
        score=(n % 10) / 10,
        rejected_because="far" if status == Match.Status.REJECTED else "",
    )
    make.deal(owner=world.others[0], match=match)


def _contact(world: World, company: Company, which: int, n: int) -> None:
    person = make.contact(
        company,
        name=f"試験 {which}",
        email=("", "one@example.org", "two@example.org")[n % 3],
        title="" if n % 2 else "社長",
        is_primary=bool(n % 2),
    )
    activity = make.activity(owner=world.others[0], company=company)
    activity.contacts.add(person, *company.contacts.all()[:2])


GIVERS: dict[str, Callable[[World, Company, int, int], Any]] = {
    "financials": lambda w, c, which, n: c.financials.get_or_create(
        fiscal_year=2024 + which,
        defaults={"sales_jpy": n or None, "as_of": dt.date(2026, 1, 1 + n) if n % 2 else None},
    ),
    "customer": lambda w, c, which, n: c.customers.get_or_create(
        name=("株式会社取引先", "㈱取引先", "取引先")[n % 3] + str(which),
        defaults={"share_percent": n or None, "source": "x" * (n % 3)},
    ),
    "base": lambda w, c, which, n: make.overseas_base(
        c,
        country=("TH", "VN", "ID", "MX", "US", "CN")[which],
        since_year=2000 + n if n % 2 else None,
    ),
    "intent": lambda w, c, which, n: (
        hasattr(c, "intent")
        or make.intent(c, target_countries=["KR", "VN"][: n % 3], horizon_months=n or None)
    ),
    "capability": lambda w, c, which, n: c.company_capabilities.get_or_create(
        capability=w.capabilities[which],
        defaults={"materials": ["SUS304"] * (n % 2), "precision_um": n / 10 or None},
    ),
    "certificate": lambda w, c, which, n: c.company_certificates.get_or_create(
        certificate=w.certificates[which],
        defaults={"valid_until": dt.date(2027, 1, 1 + n) if n % 2 else None},
    ),
    "contact": _contact,
    "membership": lambda w, c, which, n: c.memberships.get_or_create(
        cooperative=w.cooperatives[which], defaults={"role": "理事" * (n % 2)}
    ),
    "programme": lambda w, c, which, n: ProgrammeUse.objects.get_or_create(
        company=c, programme=w.programmes[which], defaults={"source": "x" * (n % 3)}
    ),
    "match": _match,
    "package": lambda w, c, which, n: PackageMember.objects.get_or_create(
        company=c, package=w.packages[which], capability=w.capabilities[0] if n % 2 else None
    ),
    "investor": lambda w, c, which, n: c.deal_investors.get_or_create(
        deal=w.deals[which],
        defaults={"amount": n * 10**8 or None, "voting_percent": f"{n * 7}.25"},
    ),
    "activity": lambda w, c, which, n: make.activity(owner=w.others[0], company=c),
    "invitee": lambda w, c, which, n: c.invitations.get_or_create(
        campaign=w.campaigns[which],
        defaults={
            "response": ("invited", "accepted", "declined", "attended")[n % 4],
            "result": "well" * (n % 2),
        },
    ),
    "coverage": lambda w, c, which, n: (
        hasattr(c, "coverage") or make.coverage(c, w.others[which % 2])
    ),
    "share": lambda w, c, which, n: c.shares.get_or_create(
        agency=w.agencies[which], defaults={"until": dt.date(2027, 1, 1 + n) if n % 2 else None}
    ),
    "referral": lambda w, c, which, n: make.referral(w.agencies[which], company=c),
    "apart": lambda w, c, which, n: keep_apart([c, w.bystander], by=w.user),
    "notification": lambda w, c, which, n: Notification.objects.create(
        recipient=w.user, kind=Notification.Kind.REGISTER, company=c
    ),
    "kept": lambda w, c, which, n: c.kept_facts.get_or_create(
        fact=("name", "kana", "english", "address")[which % 4], defaults={"registered": f"値{n}"}
    ),
    "exclusion": lambda w, c, which, n: (
        c.exclusions.filter(need=w.needs[which]).exists() or make.exclusion(w.needs[which], c)
    ),
    "change": lambda w, c, which, n: MatchChange.objects.get_or_create(
        need=w.needs[which], company=c, defaults={"at": NOW, "kind": MatchChange.Kind.ENTERED}
    ),
    "readiness": lambda w, c, which, n: CompanyReadiness.objects.get_or_create(
        company=c, defaults={"push": 0, "will": 1, "strength": 2, "as_of": NOW.date()}
    ),
    "follow": lambda w, c, which, n: c.follows.get_or_create(user=w.others[which % 2]),
    "planned": lambda w, c, which, n: c.planned_introductions.get_or_create(
        plan=w.plans[which],
        need=w.needs[0],
        defaults={
            "state": ("proposed", "pinned", "excluded")[n % 3],
            "reason": "far",
            "value": n / 10,
        },
    ),
    "former": lambda w, c, which, n: FormerCompany.objects.create(
        id=make.team().pk, successor=c, merged_at=NOW, name_ja="昔の会社"
    ),
    "merged": lambda w, c, which, n: Merge.objects.create(
        survivor=c, absorbed=[], absorbed_names=[], at=NOW, undone_at=NOW
    ),
}


def full(world: World, companies: Sequence[Company]) -> None:
    """Give every company something of everything, so that all of it meets."""
    for at, company in enumerate(companies):
        for kind in GIVERS:
            for which in range(len(world.needs)):
                world.give(company, kind, which, at + which % 2)
