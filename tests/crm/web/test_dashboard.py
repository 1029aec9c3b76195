"""The dashboard: every figure leads to its records; scope and period; a fixed number of queries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import rates
from crm.models import Stage
from tests import copies, make
from tests.crm.web.signed_in import client_of, words

pytestmark = pytest.mark.django_db


def test_an_empty_dashboard_stands() -> None:
    said = words(client_of().get("/dashboard/"))
    assert "No data yet" in said
    assert "100 JPY" in said


def test_figures_of_a_small_office() -> None:
    copies.reference()
    stage = Stage.objects.get(pk="consulting")
    deal = make.deal(make.company(), stage=stage, amount=400_000_000, probability=20)
    make.deal(stage=stage, status="dormant")
    make.activity(deal=deal, owner=deal.owner, done_at=timezone.now())
    context = client_of().get("/dashboard/").context
    told = [(item.label, item.value) for item in context["headline"]]
    assert told == [
        ("Active deals", 1),
        ("Expected", Decimal(400_000_000)),
        ("Weighted by probability", Decimal(80_000_000)),
        ("Stale deals", 0),
        ("Contacts this week", 1),
    ]
    assert context["funnel"].rows[2] == ("Consulting", 1, 400_000_000, 80_000_000)


def test_a_team_and_an_officer_narrow_everything() -> None:
    team = make.team()
    officer = make.user(team=team)
    mine = make.deal(make.company(), owner=officer, amount=5)
    make.deal(make.company(), owner=make.user(), amount=7)
    make.target(team=team, value=9)
    client = client_of()
    for query in (f"team={team.pk}", f"owner={officer.pk}"):
        context = client.get(f"/dashboard/?{query}").context
        assert [item.value for item in context["headline"][:2]] == [1, 5]
        assert query in context["active_url"]
        rows = client.get(context["active_url"]).context["rows"]
        assert rows == [mine]
    assert client.get("/dashboard/?team=nonsense").context["headline"][0].value == 2


def test_the_period_sets_weeks_and_the_map_has_deals() -> None:
    cluster = make.cluster(name_en="Suwa")
    make.deal(make.company(cluster=cluster))
    context = client_of().get("/dashboard/?weeks=13").context
    assert context["map"].rows == (("Suwa", 1, 1, None),)
    make.activity(company=make.company(), done_at=timezone.now())
    assert len(client_of().get("/dashboard/?weeks=13").context["weeks"].rows) == 13
    assert len(client_of().get("/dashboard/").context["weeks"].rows) == 26


def test_the_rate_is_observed_and_dated() -> None:
    context = client_of().get("/dashboard/").context
    assert context["rate_day"] == rates.latest_day()
    assert context["rate_now"] == float(rates.convert(Decimal(1), "JPY", "KRW")) * 100


def test_queries_do_not_grow_with_the_records() -> None:
    client = client_of()
    make.stages()
    client.get("/dashboard/")
    counts = []
    for rows in (1, 3):
        for _ in range(rows):
            company = make.company(cluster=make.cluster())
            deal = make.deal(company, amount=5, owner=make.user(team=make.team()))
            make.activity(deal=deal, done_at=timezone.now())
            make.target()
        with CaptureQueriesContext(connection) as queries:
            client.get("/dashboard/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
