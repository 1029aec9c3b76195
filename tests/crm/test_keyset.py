"""Keyset pages: every row once, forward and back, whatever the ties, NULLs and new rows."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Max, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import keyset
from crm.keyset import CappedCount, InvalidCursorError, Key, Page, capped_count, page
from crm.models import Deal
from prospects.models import Cluster, Company
from tests import make

pytestmark = pytest.mark.django_db

few = st.none() | st.integers(0, 3)
years = st.none() | st.integers(2000, 2003)
names = st.sampled_from(["", "あ", "가", "b", "B", "%_\\", "'"])
Row = tuple[int | None, int | None, str, int | None]
rows = st.lists(st.tuples(few, years, names, few), max_size=14)
ORDERS: list[Sequence[str | Key]] = [
    ("id",),
    ("-id",),
    (),
    ("name_kana",),
    ("-name_kana", "-id"),
    ("name_kana", "-id"),
    ("-employees",),
    ("employees", "-founded_year", "id"),
    (Key("employees", descending=True, nulls="first"), "name_kana"),
    ("-name_kana", "-employees", Key("founded_year", nulls="first")),
    ("cluster__key", "-employees"),
    ("-best", "name_kana"),
]


def _companies(facts: list[Row], clusters: list[Cluster]) -> None:
    Company.objects.bulk_create(
        Company(
            name_ja="x",
            employees=e,
            founded_year=f,
            name_kana=k,
            cluster=clusters[c - 1] if c else None,
        )
        for e, f, k, c in facts
    )


def _queryset() -> QuerySet[Company]:
    return Company.objects.annotate(best=Max("shares__agency__version", default=None))


def _sorted(queryset: QuerySet[Company], order: Sequence[str | Key]) -> list[Any]:
    """The same list by one plain query."""
    keys = keyset.keys_of(queryset, order)
    by = [
        getattr(F(key.path), "desc" if key.descending else "asc")(
            nulls_first=True if key.nulls == "first" else None,
            nulls_last=True if key.nulls == "last" else None,
        )
        for key in keys
    ]
    return [company.pk for company in queryset.order_by(*by)]


def _walk(
    get: Callable[[str | None], Page[Company]], start: str | None, *, forward: bool
) -> tuple[list[Any], Page[Company]]:
    """Keys from `start` on to the end of the list (or back to its head), and the last page."""
    seen: list[Any] = []
    cursor = start
    while True:
        found = get(cursor)
        keys = [company.pk for company in found.rows]
        seen = seen + keys if forward else keys + seen
        cursor = found.next if forward else found.previous
        if cursor is None:
            return seen, found


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(facts=rows, late=rows, order=st.sampled_from(ORDERS), size=st.integers(1, 5))
def test_walking_forward_then_back_yields_every_row_once(
    facts: list[Row], late: list[Row], order: Sequence[str | Key], size: int
) -> None:
    Company.objects.all().delete()
    Cluster.objects.all().delete()
    clusters = [make.cluster(key=key) for key in ("c", "a", "b")]
    _companies(facts, clusters)
    queryset = _queryset()

    def get(cursor: str | None) -> Page[Company]:
        return page(queryset, order=order, size=size, cursor=cursor)

    expected = _sorted(queryset, order)
    seen, last = _walk(get, None, forward=True)
    assert seen == expected
    back, _ = _walk(get, last.previous, forward=False) if last.previous else ([], last)
    assert back + [company.pk for company in last.rows] == expected

    # Rows inserted between two pages: those that were there still come exactly once, in order.
    first = get(None)
    _companies(late, clusters)
    new = set(Company.objects.values_list("pk", flat=True)) - set(expected)
    rest = _walk(get, first.next, forward=True)[0] if first.next else []
    seen = [company.pk for company in first.rows] + rest
    assert [pk for pk in seen if pk not in new] == expected
    assert len(seen) == len(set(seen))
    assert first.next is None or set(rest) <= set(_sorted(queryset, order))


def test_a_page_whose_rows_are_gone_leads_back() -> None:
    ids = [company.pk for company in (make.company(), make.company(), make.company())]
    queryset = Company.objects.all()
    first = page(queryset, order=("id",), size=2)
    Company.objects.filter(pk=ids[2]).delete()

    gone = page(queryset, order=("id",), size=2, cursor=first.next)

    assert (gone.rows, gone.next) == ([], None)
    back = page(queryset, order=("id",), size=2, cursor=gone.previous)
    assert ([company.pk for company in back.rows], back.previous) == (ids[:2], None)
    again = page(queryset, order=("id",), size=2, cursor=back.next)
    assert again == Page([], None, gone.previous)


def test_an_empty_list_has_no_neighbours() -> None:
    assert page(Company.objects.all(), order=("-employees",), size=5) == Page([], None, None)


def test_relations_are_read_once_a_page() -> None:
    """Also where the page reaches over the border between known and unknown values."""
    for employees in (5, None, 7, None):
        make.share(make.agency(), make.company(employees=employees))
    queryset = Company.objects.prefetch_related("shares__agency")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = page(queryset, order=("-employees",), size=3)
        names = [share.agency.name_ko for company in found.rows for share in company.shares.all()]
    assert (len(names), len(queries)) == (3, 4)


def test_rows_as_dictionaries_hold_only_what_was_asked_for() -> None:
    deals = [make.deal(stage="mou_loi"), make.deal(stage="contacted"), make.deal(stage="notified")]
    queryset = Deal.objects.values("id", "title")
    first = page(queryset, order=("-stage__position",), size=2)
    assert first.rows == [{"id": d.pk, "title": d.title} for d in (deals[2], deals[0])]
    second = page(queryset, order=("-stage__position",), size=2, cursor=first.next)
    assert second.rows == [{"id": deals[1].pk, "title": deals[1].title}]


def test_one_direction_is_one_row_comparison() -> None:
    make.deal(), make.deal()
    first = page(Deal.objects.all(), order=("-stage_since",), size=1)
    with CaptureQueriesContext(connection) as queries:
        page(Deal.objects.all(), order=("-stage_since",), size=1, cursor=first.next)
    (query,) = queries.captured_queries
    assert '("crm_deal"."stage_since", "crm_deal"."id") < (' in query["sql"]


def test_a_deep_page_starts_from_the_index() -> None:
    """The plan has the comparison as the index's condition, not as a filter behind a scan."""
    make.activity(), make.activity()
    from crm.models import Activity

    queryset = Activity.objects.all()
    keys = keyset.keys_of(queryset, ("-at",))
    first = page(queryset, order=("-at",), size=1)
    assert first.next is not None
    place = keyset._decode(first.next, keys, queryset)
    known, _ = keyset._parts(queryset, keys, place, forward=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = known[:2].explain()
    assert "Index Scan using activity_at" in plan
    assert "Index Cond: ((at IS NOT NULL) AND (ROW(at, id) < ROW(" in plan
    assert "Sort" not in plan


def _text(*payload: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


ID = "0190a1b2-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "cursor",
    [
        "?",
        "é",
        "abc",
        "A" * 3000,
        _text(),
        _text(">"),
        _text(">", "employees,id"),
        _text(">", "-employees,id", "3", ID),
        _text("=", "employees,id", "3", ID),
        _text([], "employees,id", "3", ID),
        _text(">", "employees,id", 3, ID),
        _text(">", "employees,id", "three", ID),
        _text(">", "employees,id", "99999999999999999999", ID),
        _text(">", "employees,id", "3", None),
        _text(">", "employees,id", "3", "no uuid"),
        _text(">", "employees,id", "3", ID, ID),
        base64.urlsafe_b64encode(b"[" * 1200).decode(),
        base64.urlsafe_b64encode(b'{"a": 1}').decode(),
    ],
)
def test_a_forged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        page(Company.objects.all(), order=("employees", "id"), size=5, cursor=cursor)


@pytest.mark.parametrize("value", ["2026-11-22", "2026-11-22T10:00:00", "", "x", "\ud800", "\0"])
def test_a_forged_time_is_refused(value: str) -> None:
    for order, cursor in (
        ("stage_since", _text(">", "stage_since,id", value, ID)),
        ("title", _text(">", "title,id", "\ud800", ID)),
    ):
        with pytest.raises(InvalidCursorError):
            page(Deal.objects.all(), order=(order,), size=5, cursor=cursor)


def test_a_count_stops_at_its_cap() -> None:
    for _ in range(3):
        make.company()
    assert capped_count(Company.objects.all()) == CappedCount(3, more=False)
    assert capped_count(Company.objects.all(), cap=3) == CappedCount(3, more=False)
    assert capped_count(Company.objects.order_by("name_ja"), cap=2) == CappedCount(2, more=True)
    assert str(CappedCount(1000, more=True)) == "1,000+"
    assert str(CappedCount(999, more=False)) == "999"
