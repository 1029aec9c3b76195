"""One changed company, or one changed need, until its new matches are there to be read.

A hundred thousand companies of three processes each out of 180 nodes, a thousand open needs, and
the matches of all of them stored. What is timed begins with the change and ends when a query finds
what was stored for it: of a need its own list, after which the lists of companies are written too.
The task queue's few milliseconds are not in it. Beside it one chunk of a whole run.
"""

from __future__ import annotations

import logging
import os
import random
import statistics
import time
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import django

from benchmarks import data
from benchmarks.bench_scoring import NODES, tree

COMPANIES = 100_000
NEEDS = 1_000
FIRMS = 100
TIMES = 9

_MATCHES = """
    INSERT INTO matching_match (
        company_id, need_id, profile_id, score, confidence, setback, reasons, scored_at, status,
        rejected_because, version, updated_at, is_demo
    )
    SELECT able.company_id, need.id, %(profile)s, 0.4 + 0.5 * random(), 0.3 + 0.4 * random(), 1,
        '[]', %(then)s, 'suggested', '', 1, %(then)s, false
    FROM (
        SELECT DISTINCT company_id, capability_id FROM prospects_companycapability
    ) AS able
    JOIN matching_need AS need ON need.capability_id = able.capability_id
"""


def fill(companies: int, needs: int) -> tuple[Sequence[uuid.UUID], list[uuid.UUID]]:
    """The world; in a transaction of the caller's."""
    import pgtrigger
    from django.db import connection
    from django.db.models import Value
    from django.db.models.functions import Concat
    from django.utils import timezone

    from matching.shortlist import active_profile
    from prospects.chains import CHAINS
    from prospects.models import Capability

    pick = random.Random(11)
    ids = data.fill(companies, bare=True).companies
    data.stand(ids, pick)
    with pgtrigger.ignore():
        nodes: list[Capability] = []
        # The families are steps of chains, as most are, so that what fellow members cover is read.
        families = sorted({name for _, chain in CHAINS.values() for step in chain for name in step})
        Capability.objects.filter(key__in=families).update(key=Concat("key", Value("-beside")))
        for place, parent in enumerate(tree(NODES).tolist()):
            nodes.append(
                Capability.objects.create(
                    key=families[place] if parent < 0 else f"bench-node-{place}",
                    name_ja=f"細工程{place}",
                    position=20_000 + place,
                    parent=nodes[parent] if parent >= 0 else None,
                )
            )
        keys = [node.pk for node in nodes]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM prospects_companycapability")
        data.copy_rows(
            "prospects_companycapability",
            (
                {"company_id": pk, "capability_id": node, "materials": ["SUS304"],
                 "monthly_volume": pick.randrange(100, 50_000), "equipment": "", "source": ""}
                for pk in ids
                for node in pick.sample(keys, 3)
            ),
        )  # fmt: skip
        made = _needs(needs, keys, pick)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        names: dict[str, Any] = {"profile": active_profile().pk, "then": timezone.now()}
        cursor.execute(_MATCHES, names)
        print(f"{cursor.rowcount:,} matches of {len(ids):,} companies and {needs:,} needs")
        cursor.execute("ANALYZE matching_match, matching_need, prospects_companycapability")
    return ids, [need.pk for need in made]


def _needs(count: int, nodes: Sequence[uuid.UUID], pick: random.Random) -> list[Any]:
    """Needs of a hundred firms, each a group with parties that are customers of the companies; a
    third of the needs ask for a certificate, half of these insist on it."""
    from matching.models import Firm, FirmTie, Need, Site
    from prospects.models import Certificate, CompanyCustomer

    certificates = [*Certificate.objects.order_by("key")]
    customers = sorted({*CompanyCustomer.objects.order_by().values_list("name", flat=True)})
    sites = []
    for place in range(FIRMS):
        firm = Firm.objects.create(name_ko=f"측정전자 {place}", group_name=f"측정그룹 {place}")
        FirmTie.objects.bulk_create(
            FirmTie(firm=firm, name=name, kind=pick.choice(FirmTie.Kind.values))
            for name in pick.sample(customers, 10)
        )
        sites.append(Site.objects.create(firm=firm, name_ko="구미", latitude=36.1, longitude=128.4))
    needs = []
    for place, key in enumerate(data.keys(count, kind=9)):
        site = pick.choice(sites)
        needs.append(
            Need(
                pk=key,
                firm_id=site.firm_id,
                site=site,
                name_ko=f"부품 {place}",
                capability_id=pick.choice(nodes),
                monthly_volume=pick.randrange(1_000, 50_000),
                musts=["certificates"] if place % 6 == 0 else [],
            )
        )
    made = Need.objects.bulk_create(needs)
    for need in made[::3]:
        need.certificates.add(pick.choice(certificates))
    return made


def one_company(key: uuid.UUID, volume: int) -> None:
    from matching.models import Match
    from matching.shortlist import rescore
    from prospects.models import CompanyCapability

    CompanyCapability.objects.filter(company=key).update(monthly_volume=volume)
    done = rescore(company_ids=[key])
    assert Match.objects.filter(company=key, scored_at__isnull=False).count() == done.written


def one_need(key: uuid.UUID, volume: int) -> None:
    from matching.listing import list_first
    from matching.models import Match, Need

    Need.objects.filter(pk=key).update(monthly_volume=volume)
    listed_at = list_first([key])
    best = Match.objects.of_need(key).ranked()[:50]
    assert {match.scored_at for match in best} == {listed_at}


def rest_of_need() -> int:
    """Write what the last list left; how many companies do the work."""
    from matching.listing import finish
    from matching.models import Screening

    screening = Screening.objects.get(is_whole=False)
    finish([screening.need_id], screening.scored_at)
    return screening.able


def one_chunk() -> int:
    """The first chunk of a whole run, scored and staged; how many companies it holds."""
    from matching import runs, staging

    run = runs.start(enqueue=False)
    chunk = run.chunks.select_related("run__profile")[0]
    staging.stage(chunk, staging.score(chunk))
    return chunk.companies


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _tell(name: str, spans: list[float]) -> None:
    print(f"{name:<28}{statistics.median(spans):7.2f} s, slowest {max(spans):.2f} s", flush=True)


def run() -> None:
    """Print medians and the slowest; `MATCHING_COMPANIES` chooses another number."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import transaction

    logging.disable(logging.INFO)
    pick = random.Random(5)
    with transaction.atomic():
        count = int(os.environ.get("MATCHING_COMPANIES", COMPANIES))
        began = time.perf_counter()
        companies, needs = fill(count, NEEDS)
        print(f"filled in {time.perf_counter() - began:.0f} s")
        one_company(pick.choice(companies), 1)  # what is read once and kept, is kept now
        volume = partial(pick.randrange, 1, 50_000)
        spans = [
            _timed(lambda: one_company(pick.choice(companies), volume())) for _ in range(TIMES)
        ]
        _tell("one company changed", spans)
        spans, rests = [], []
        for _ in range(TIMES):
            spans.append(_timed(lambda: one_need(pick.choice(needs), volume())))
            able: list[int] = []
            rests.append(_timed(lambda: able.append(rest_of_need())))  # noqa: B023
            print(f"    {able[0]:6,} companies able {spans[-1]:6.2f} s, the rest {rests[-1]:.2f} s")
        _tell("one need changed: its list", spans)
        _tell("and all that follows", rests)
        began = time.perf_counter()
        size = one_chunk()
        span = time.perf_counter() - began
        print(f"one chunk ({size:,} companies × {NEEDS:,} needs) {span:7.1f} s")
        transaction.set_rollback(True)


if __name__ == "__main__":
    run()
