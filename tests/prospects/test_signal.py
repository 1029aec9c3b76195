"""The register's months of a cluster: what is counted where, and that nothing is counted twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prospects.models import Cluster, RegisterEntry, RegisterLoad
from prospects.signal import (
    KNOWN_FROM,
    BulkDay,
    Month,
    Moves,
    Signal,
    is_mass_day,
    months_to,
    signals,
)
from tests import make
from tests.crm.web.signed_in import counted
from tests.crm.web.test_register import entry

pytestmark = pytest.mark.django_db

HERE, BESIDE, AWAY = "13111", "13112", "22138"
JAN, FEB = dt.date(2025, 1, 1), dt.date(2025, 2, 1)
LIQUIDATION, MERGER, REGISTRAR = "01", "11", "21"


def firm(code: str = HERE, **fields: Any) -> RegisterEntry:
    return entry(prefecture_code=code[:2], city_code=code[2:], **fields)


def closed(day: dt.date, cause: str, code: str = HERE) -> RegisterEntry:
    return firm(code, process="21", close_date=day, close_cause=cause, update_date=day)


def moved(before: str, after: str, day: dt.date, **fields: Any) -> None:
    make.register_change(
        make.corporate_number(),
        kind="moved",
        changed_on=day,
        published_on=day,
        municipality_before=before,
        municipality_code=after,
        **{"entity_kind": "301", **fields},
    )


@pytest.fixture
def cluster() -> Cluster:
    return make.cluster(municipality_codes=[HERE, BESIDE])


def of(cluster: Cluster, months: int = 2) -> Signal:
    return signals([cluster], months=months)[cluster.pk]


def test_months_end_with_the_newest_publication_and_begin_where_openings_are_known() -> None:
    assert months_to(dt.date(2025, 2, 14), 3) == (dt.date(2024, 12, 1), JAN, FEB)
    assert months_to(dt.date(2015, 12, 31), 9) == (KNOWN_FROM, dt.date(2015, 12, 1))


def test_what_stands_out() -> None:
    assert [is_mass_day(*each) for each in ((19, 0), (20, 0), (20, 2), (20, 3), (30, 3))] == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_each_is_counted_in_its_month(cluster: Cluster) -> None:
    firm(assignment_date=dt.date(2025, 1, 31))
    firm(BESIDE, assignment_date=dt.date(2025, 2, 1), update_date=dt.date(2025, 2, 10))
    firm(assignment_date=dt.date(2025, 1, 2), kind="399")  # a cooperative
    firm(AWAY, assignment_date=dt.date(2025, 1, 2))
    firm(assignment_date=dt.date(2015, 10, 5))
    closed(dt.date(2025, 1, 9), LIQUIDATION)
    closed(dt.date(2025, 1, 9), MERGER)
    closed(dt.date(2025, 1, 22), REGISTRAR)
    closed(dt.date(2025, 1, 22), REGISTRAR, BESIDE)
    closed(dt.date(2025, 2, 3), LIQUIDATION, AWAY)
    assert of(cluster) == Signal(
        (
            Month(
                JAN,
                opened=1,
                closed=1,
                merged=1,
                bulk=2,
                bulk_days=(BulkDay(dt.date(2025, 1, 22), 2, by_registrar=True),),
            ),
            Month(FEB, opened=1),
        ),
        dt.date(2025, 2, 10),
        None,
    )


def test_a_day_of_many_closings_is_set_apart(cluster: Cluster) -> None:
    day = dt.date(2025, 1, 31)
    for each in (3, 4, 5):
        closed(day.replace(day=each), LIQUIDATION)
    for _ in range(20):
        closed(day, "31")
    [month] = of(cluster, months=1).months
    assert (month.closed, month.bulk) == (3, 20)
    assert month.bulk_days == (BulkDay(day, 20, by_registrar=False),)


def test_moves_over_the_border_in_covered_months_only(cluster: Cluster) -> None:
    firm(update_date=dt.date(2025, 2, 10))
    moved(AWAY, HERE, dt.date(2025, 2, 3))
    moved(AWAY, BESIDE, dt.date(2025, 2, 4))
    moved(HERE, AWAY, dt.date(2025, 2, 5))
    moved(HERE, BESIDE, dt.date(2025, 2, 6))
    moved("", HERE, dt.date(2025, 2, 7))
    moved(AWAY, HERE, dt.date(2025, 2, 8), entity_kind="399")
    found = of(cluster)
    assert [(each.moved_in, each.moved_out) for each in found.months] == [(None, None), (2, 1)]
    assert found.moves == Moves(dt.date(2025, 2, 3), dt.date(2025, 2, 8), 6)


def test_a_cluster_outside_the_loaded_part_has_no_signal(cluster: Cluster) -> None:
    firm()
    other = make.cluster(municipality_codes=[AWAY])
    assert {*signals([cluster, other], months=3)} == {cluster.pk}
    RegisterEntry.objects.all().delete()
    assert signals([cluster, other], months=3) == {}


def test_five_queries_and_then_one_until_the_next_load(cluster: Cluster) -> None:
    make.register_load()
    firm(update_date=dt.date(2025, 2, 10))
    moved(AWAY, HERE, dt.date(2025, 2, 3))
    clusters = [cluster, make.cluster(municipality_codes=[AWAY]), make.cluster()]
    counts = []
    for _ in range(2):
        with counted() as queries:
            signals(clusters, months=12)
        counts.append(len(queries))
    assert counts == [6, 1]
    before = signals(clusters, months=12)
    firm(assignment_date=dt.date(2025, 2, 9))
    assert signals(clusters, months=12) == before
    make.register_load()
    assert signals(clusters, months=12) != before


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    days=st.lists(
        st.tuples(
            st.dates(dt.date(2024, 12, 20), dt.date(2025, 2, 27)),
            st.sampled_from([LIQUIDATION, MERGER, REGISTRAR, "31"]),
        ),
        max_size=12,
    ),
    way=st.lists(st.tuples(*[st.sampled_from([HERE, BESIDE, AWAY, ""])] * 2), max_size=8),
)
def test_the_months_add_up_to_the_register(
    cluster: Cluster, days: list[tuple[dt.date, str]], way: list[tuple[str, str]]
) -> None:
    """Every closing in the window is in one figure of one month, and so is every move."""
    RegisterEntry.objects.all().delete()
    RegisterLoad.objects.all().delete()  # and with them the changes and what is cached
    firm(update_date=dt.date(2025, 2, 28))
    for day, cause in days:
        closed(day, cause)
    for before, after in way:
        moved(before, after or AWAY, dt.date(2025, 2, 4))
    found = of(cluster)
    within = Counter(day.replace(day=1) for day, _ in days if day >= JAN)
    assert {each.month: each.closed + each.merged + each.bulk for each in found.months} == {
        month: within[month] for month in (JAN, FEB)
    }
    ends = [(a in (HERE, BESIDE), (b or AWAY) in (HERE, BESIDE)) for a, b in way if a]
    assert sum(each.moved_in or 0 for each in found.months) == ends.count((False, True))
    assert sum(each.moved_out or 0 for each in found.months) == ends.count((True, False))
