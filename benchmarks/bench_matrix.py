"""The matrix of clusters and technologies against reading the same rows once, in one run.

A hundred thousand companies with two processes each, a thousand needs, fifty matches a need. The
floor is one plain count of each of the three tables joined with its capabilities.
"""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Sequence
from typing import Any

import django

from benchmarks import data
from benchmarks.timing import median

COMPANIES, NEEDS, PER_NEED, FIRMS = 100_000, 1_000, 50, 40
TIMES = 7
PAGES = (
    ("root technologies", ""),
    ("families", "?by=family"),
    ("ready companies only", "?ready=true"),
    ("one group, score 60 and more", "?group=bench-3&score=0.6"),
)
FLOOR = (
    (
        "SELECT count(*) FROM prospects_companycapability held"
        " JOIN prospects_capability node ON node.id = held.capability_id"
        " JOIN prospects_company company ON company.id = held.company_id"
    ),
    (
        "SELECT count(*) FROM matching_match match"
        " JOIN matching_need need ON need.id = match.need_id"
        " JOIN prospects_company company ON company.id = match.company_id"
    ),
)


def fill_needs(companies: Sequence[Any], *, seed: int = 11) -> None:
    """Firms in groups, their needs, and matches of every need with companies drawn by lot."""
    from django.db import connection
    from django.utils import timezone

    from matching.models import Firm, Match, Need, WeightProfile
    from prospects.classifications import ROOT, codes
    from prospects.models import Capability

    pick = random.Random(seed)
    roots = [*codes(ROOT)]
    nodes = [*Capability.objects.filter(key__startswith="bench-").order_by("position")]
    for number, node in enumerate(nodes):
        node.root_technology = roots[number % len(roots)]
        node.parent = nodes[number % 5] if number >= 5 and number % 2 else None
    Capability.objects.bulk_update(nodes, ["root_technology", "parent"])
    profile = WeightProfile.objects.create(
        revision=990_001, capability=1, customer=1, intent=1, capacity=1, location=1
    )
    firms = [
        Firm.objects.create(name_ko=f"측정전자 {n}", group_name=f"bench-{n % 8}")
        for n in range(FIRMS)
    ]
    Need.objects.bulk_create(
        Need(name_ko=f"수요 {n}", firm=pick.choice(firms), capability=pick.choice(nodes))
        for n in range(NEEDS)
    )
    needs = Need.objects.filter(firm__in=firms).order_by("pk")
    now = timezone.now()
    Match.objects.bulk_create(
        (
            Match(
                company_id=company,
                need=need,
                profile=profile,
                score=pick.random(),
                confidence=0.5,
                scored_at=now,
            )
            for need in needs
            for company in pick.sample(companies, PER_NEED)
        ),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matching_need, matching_match, prospects_capability")


def measure(world: data.World, *, times: int = TIMES) -> None:
    """Print a line for each kind of page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.force_login(world.officer)
    floor = median(_floor, times)
    print(f"Matrix, {len(world.companies):,} companies × {NEEDS:,} needs (milliseconds, median)")
    print(f"{'':<34}{'page':>8}{'floor':>8}{'ratio':>8}{'queries':>9}{'bytes':>10}")
    for name, query in PAGES:
        address = f"/matching/matrix/{query}"
        answer = client.get(address)
        assert answer.status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
            queries = len(asked)  # later visits empty the log
        if os.environ.get("MATRIX_QUERIES"):
            for each in asked.captured_queries:
                print(f"{each['time']:>8}  {each['sql'][:110]}")
        page = median(lambda address=address: client.get(address), times)  # type: ignore[misc]
        size = len(answer.content)
        print(f"{name:<34}{page:>8.1f}{floor:>8.1f}{page / floor:>7.1f}x{queries:>9}{size:>10,}")


def _floor() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in FLOOR:
            cursor.execute(statement)
            cursor.fetchall()


def run() -> None:
    """Print the comparison for 100,000 companies; `MATRIX_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    logging.disable(logging.INFO)
    with transaction.atomic():
        start = time.perf_counter()
        world = data.fill(int(os.environ.get("MATRIX_COMPANIES", COMPANIES)))
        fill_needs(world.companies)
        print(f"filled in {time.perf_counter() - start:.0f} s")
        measure(world)
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
