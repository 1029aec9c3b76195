"""Every link of the dashboard leads to just the records that its figure counts."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from html import unescape
from typing import Any, TypeAlias

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.models import Activity, Deal, User
from crm.rates import krw_value
from tests import make
from tests.crm.web.signed_in import client_of

pytestmark = pytest.mark.django_db

Records: TypeAlias = list[Any]
#: A figure as it is told, where its link leads, and how the records there make the figure.
Figure: TypeAlias = tuple[Any, str, Callable[[Records], Any]]

DAY = dt.timedelta(days=1)
ROWS = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture(autouse=True)
def _a_wednesday() -> Iterator[None]:
    """In the midst of a quarter, so that the data has something of everything."""
    with time_machine.travel("2026-11-25 10:00+09:00", tick=False):
        yield


@pytest.fixture
def officer() -> User:
    """An officer of an office at work: deals and contacts of all sorts, the same in every run."""
    chance = random.Random(20261122)  # no secret
    first, second = make.team(), make.team()
    officers = [make.user(team=first), make.user(team=first), make.user(team=second), make.user()]
    clusters = [make.cluster(), make.cluster(), make.cluster()]
    make.census(clusters[0], change_percent=Decimal(-20), change_years=2)
    companies = []
    for n in range(24):
        state = "closed" if n % 8 == 0 else "open"
        companies.append(make.company(cluster=[*clusters, None][n % 4], registration=state))
        if n % 3:
            make.coverage(companies[-1], officers[n % 4])
    for _n in range(60):
        _deal(chance, officers, companies)
    for _n in range(150):
        _activity(chance, officers, companies)
    for each in officers:
        make.target(user=each)
    make.target(team=first, metric="deals_opened", value=5)
    # Rows of this transaction are news to the planner, which else may join them row by row.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE crm_deal, crm_stagechange, crm_stage, crm_activity")
    return officers[0]


def _deal(chance: random.Random, officers: list[User], companies: Records) -> None:
    """A deal that walked through some stages, not always forward, and may be over."""
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time.min))
    stages = [*make.stages().values()]
    stages.sort(key=lambda stage: stage.position)
    way = stages[: chance.randint(1, 9)]
    if chance.random() < 0.3:
        way += chance.sample(stages, 2)
    # On the edges of the age bands, or anywhere.
    edge = midnight - chance.choice((30, 60, 120)) * DAY
    when = [edge, edge - DAY / 2, midnight - chance.uniform(0, 500) * DAY]
    since = chance.choice(when)
    status = chance.choice(["active"] * 6 + ["dormant", "lost", "abandoned"])
    today = timezone.localdate()
    notified, arrived = (today + chance.randint(-150, 60) * DAY for _ in range(2))
    deal = make.deal(
        *chance.sample(companies, chance.randint(1, 3)),
        stage=way[-1],
        stage_since=since,
        owner=chance.choice(officers),
        status=status,
        closed_because="x" if status in ("lost", "abandoned") else "",
        currency=chance.choice(("KRW", "JPY", "USD")),
        amount=chance.choice((None, chance.randint(1, 10**9))),
        notified_on=chance.choice((None, notified)),
        notified_amount=chance.choice((None, chance.randint(1, 10**9))),
        arrived_on=chance.choice((None, arrived)),
        arrived_amount=chance.choice((None, chance.randint(1, 10**9))),
        probability=chance.choice((10, 35, 90)),
    )
    deal.stage_changes.all().delete()
    moments = [since - chance.uniform(0, 40) * DAY * back for back in range(len(way))]
    before = None
    for stage, at in zip(way, sorted(moments), strict=True):
        deal.stage_changes.create(from_stage=before, to_stage=stage, at=at, by=deal.owner)
        before = stage


def _activity(chance: random.Random, officers: list[User], companies: Records) -> None:
    now = timezone.localtime()
    monday = now.date() - dt.timedelta(days=now.weekday())
    start = timezone.make_aware(dt.datetime.combine(monday, dt.time.min))
    start -= chance.randint(0, 16) * 7 * DAY
    at = min(now, start + chance.choice((dt.timedelta(0), chance.uniform(0, 7) * DAY)))
    status = chance.choice(("done", "done", "done", "planned", "cancelled"))
    times = {"done_at": at} if status == "done" else {"planned_for": at}
    make.activity(
        owner=chance.choice(officers),
        company=chance.choice(companies),
        kind=chance.choice(Activity.Kind.values[:4]),
        status=status,
        **times,
    )


# --- What the records make ------------------------------------------------------------------------


def count(rows: Records) -> int:
    return len(rows)


def won(rows: Records) -> Decimal:
    return sum((krw_value(d.amount or Decimal(0), d.currency) for d in rows), Decimal(0))


def weighted(rows: Records) -> Decimal:
    parts = (krw_value((d.amount or 0) * d.probability / Decimal(100), d.currency) for d in rows)
    return sum(parts, Decimal(0))


def whole(of: Callable[[Records], Decimal]) -> Callable[[Records], int]:
    return lambda rows: round(float(of(rows)))


def won_on(happened: str) -> Callable[[Records], Decimal]:
    def total(rows: Records) -> Decimal:
        parts = (
            krw_value(
                getattr(deal, f"{happened}_amount") or Decimal(0),
                deal.currency,
                getattr(deal, f"{happened}_on"),
            )
            for deal in rows
        )
        return sum(parts, Decimal(0))

    return total


# --- What the dashboard tells ---------------------------------------------------------------------


def headline(context: Any) -> Iterator[Figure]:
    made = [count, won, weighted, count, count]
    for item, of in zip(context["headline"], made, strict=True):
        yield item.value, item.url, of


def bars(context: Any) -> Iterator[Figure]:
    for name in ("funnel", "ageing", "weeks"):
        for series in context[name].option["series"]:
            for datum in series["data"]:
                yield datum["value"], datum["url"], count
    for series in context["map"].option["series"]:
        for mark in series["data"]:
            yield mark["lines"][0]["value"], mark["url"], count


def cells(context: Any) -> Iterator[Figure]:
    """The tables under the charts. Only a factory count's change is no count of records."""
    more: dict[str, Callable[[Records], Any]] = {
        "Expected (KRW)": whole(won),
        "Weighted (KRW)": whole(weighted),
    }
    for name in ("funnel", "ageing", "weeks", "map"):
        chart = context[name]
        for row in chart.cells:
            for column, (value, _unit, url) in list(zip(chart.columns, row, strict=True))[1:]:
                if column.label != "Factories":
                    yield value, url, more.get(column.label, count)


def tables(context: Any) -> Iterator[Figure]:
    made = [count, count, won_on("notified"), won_on("arrived")]
    for row, of in zip(context["attainments"], made, strict=True):
        yield row.value.actual, row.url, of
    for row in context["passed"]:
        yield row.value.entered, row.entered_url, count
        yield row.value.advanced, row.advanced_url, count
        yield row.value.lost, row.lost_url, count


def heads(context: Any) -> Iterator[Figure]:
    yield sum(row[1] for row in context["funnel"].rows), context["active_url"], count
    yield sum(sum(row[1:]) for row in context["weeks"].rows), context["weeks_url"], count


def opener(client: Client) -> Callable[[str], Records]:
    """All records of the list at an address, page after page."""

    @cache
    def records(url: str) -> Records:
        found: Records = []
        query = url.partition("?")[2]
        while True:
            # The rows alone, as a filter gets them: what stands around them is the same each time.
            response = client.get(f"{url.partition('?')[0]}?{query}", headers=ROWS)
            assert response.status_code == 200, url
            assert response.context["filter"].errors == {}, url
            found += response.context["rows"]
            query = response.context["next"]
            if not query:
                assert response.context["count"].number == len(found), url
                return found

    return records


def _exact(value: Any) -> Any:
    """To a thousandth of a won: beyond the 28 digits, the order of adding up shows."""
    return round(value, 3) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("query", ["", "team={team}&weeks=13", "owner={owner}&weeks=13"])
def test_every_figure_leads_to_its_records(officer: User, query: str) -> None:
    client = client_of()
    records = opener(client)
    response = client.get(f"/dashboard/?{query.format(team=officer.team_id, owner=officer.pk)}")
    context = response.context
    told = [figure for part in (headline, bars, cells, tables, heads) for figure in part(context)]
    found = [(url, _exact(of(records(url)))) for _value, url, of in told]
    assert found == [(url, _exact(value)) for value, url, _of in told]
    # The data is such that no sort of figure is always nothing.
    for part in (headline, bars, cells, heads):
        assert any(value for value, _url, _of in part(context))
    if not query:
        assert all(row.value.actual for row in context["attainments"])
        assert all(
            any(getattr(row.value, name) for row in context["passed"])
            for name in ("entered", "advanced", "lost")
        )
        assert {d.currency for d in records(context["active_url"])} == {"KRW", "JPY", "USD"}
        assert len(records("/deals/table/")) == Deal.objects.count() == 60

    # Nothing else on the page is a link but those to the clusters, to the matrix of demand and
    # supply, and to the bare dashboard.
    body = re.split(r'<main class="page"[^>]*>', response.content.decode())[-1].split("</main>")[0]
    links = {unescape(url) for url in re.findall(r'<a [^>]*href="([^"]+)"', body)}
    # The exchange rates count no records: their links choose a period.
    links = {url for url in links if not url.endswith("#rates")}
    rest = links - {url for _value, url, _of in told}
    pages = {row[3][2] for row in context["map"].cells if row[3][0] is not None}
    matrix = "/matching/matrix/"
    assert rest == {"/clusters/", matrix, *pages, *(["/dashboard/"] if query else [])}
    assert all(client.get(url).status_code == 200 for url in rest)
