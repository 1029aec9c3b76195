"""From a load of the register to people: flags, notifications, timeline; once, in few queries."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from crm.models import Deal, Notification, User
from crm.notifications import told
from crm.register_following import Followed, follow_register
from crm.tasks import follow_register as task
from crm.timeline import timeline_of
from prospects.models import Company, Cooperative, RegisterChange, RegisterEntry
from prospects.register import load_register, track
from prospects.register.load import LOAD_LOCK
from tests import make
from tests.prospects.register_files import number, row, write

pytestmark = pytest.mark.django_db
OPEN, CLOSED, MERGED = Company.Registration.values


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """Three firms and a cooperative in the register, none of them tracked yet."""
    rows = [row(n, update_date=f"20{15 + n}-03-01", name=f"株式会社架空{n}") for n in (1, 2, 3)]
    coop = row(4, update_date="2016-01-01", name="架空金属協同組合", kind="399")
    load_register([write(tmp_path / "stock.csv", [*rows, coop])])
    return tmp_path


def tracked(index: int, owner: User | None = None) -> Company:
    company = track(RegisterEntry.objects.get(pk=number(index)))
    assert isinstance(company, Company)
    if owner:
        make.coverage(company, owner)
    return company


def daily(index: int, **values: str) -> list[str]:
    return row(index, **{"update_date": "2026-08-21", "change_date": "2026-08-19", **values})


def merger(index: int, into: int) -> list[str]:
    known = {"name": f"株式会社架空{index}", "process": "21", "close_date": "2025-08-01"}
    return daily(index, **known, close_cause="11", successor_number=number(into))


def load(folder: Path, *rows: list[str]) -> Followed:
    load_register([write(folder / "diff.csv", [*rows])])
    return follow_register(now=timezone.now())


def news() -> list[tuple[User, str]]:
    with translation.override("en"):
        rows = Notification.objects.select_related("recipient", "company", "cooperative")
        return [(each.recipient, told(each).title) for each in rows.order_by("id")]


def test_a_merger_flags_the_company_and_tells_its_owner(stock: Path) -> None:
    owner, manager = make.user(), make.user(role="manager")
    company = tracked(1, owner)
    assert load(
        stock,
        merger(1, into=2),
        daily(3, name="株式会社架空3", process="21", close_date="2026-08-19", close_cause="21"),
    ) == Followed(2, 1, 1)
    company.refresh_from_db()
    assert (company.registration, company.version) == (MERGED, 2)
    assert news() == [(owner, "株式会社架空1: Merged into another company")]
    facts = Notification.objects.get().facts
    assert facts == {
        "change": "merged",
        "on": "2025-08-01",
        "cause": "11",
        "successor": number(2),
        "successor_name": "株式会社架空2",
    }
    assert not manager.notifications.exists()


def test_twice_is_once(stock: Path) -> None:
    tracked(1, make.user())
    load(stock, merger(1, into=2))
    assert follow_register(now=timezone.now()) == Followed(0, 0, 0)
    # Even if the mark were lost.
    RegisterChange.objects.update(followed_at=None)
    task()
    assert len(news()) == 1
    assert not RegisterChange.objects.unfollowed().exists()


def test_who_is_told(stock: Path) -> None:
    owner, dealer, former = make.user(), make.user(), make.user(is_active=False)
    manager = make.user(role="manager")
    covered, uncovered, left = tracked(1, owner), tracked(2), tracked(3, former)
    make.deal(covered, owner=dealer)
    make.deal(covered, owner=make.user(), status=Deal.Status.LOST, closed_because="price")
    coop = track(RegisterEntry.objects.get(pk=number(4)))
    assert isinstance(coop, Cooperative)
    make.deal(owner=dealer, cooperative=coop)
    rows = [daily(n, name=f"株式会社新{n}", process="11") for n in (1, 2, 3)]
    load(stock, *rows, daily(4, name="架空金属工業協同組合", kind="399", process="11"))
    title = "{}: Registered name changed"
    assert {*news()} == {
        (owner, title.format("株式会社架空1")),
        (dealer, title.format("株式会社架空1")),
        (manager, title.format("株式会社架空2")),
        (manager, title.format("株式会社架空3")),
        (dealer, title.format("架空金属協同組合")),
    }
    assert {uncovered.name_ja, left.name_ja} == {"株式会社架空2", "株式会社架空3"}


def test_what_somebody_typed_stays(stock: Path) -> None:
    company = tracked(1, make.user())
    Company.objects.filter(pk=company.pk).update(name_ja="うちの呼び名", street="担当者が聞いた所")
    load(
        stock,
        daily(
            1,
            name="株式会社新名称",
            process="12",
            street="別町９番",
            city_code="139",
            city="浜松市浜名区",
        ),
    )
    company.refresh_from_db()
    assert (company.name_ja, company.street) == ("うちの呼び名", "担当者が聞いた所")
    assert company.registration == OPEN
    assert company.version == 1


def test_closed_and_restored(stock: Path) -> None:
    company = tracked(1, make.user())
    known = {"name": "株式会社架空1"}
    load(stock, daily(1, **known, process="21", close_date="2026-08-19", close_cause="01"))
    company.refresh_from_db()
    assert company.registration == CLOSED
    later = {"update_date": "2026-09-10", "change_date": "2026-09-08"}
    load(stock, daily(1, **known, **later, process="22"))
    company.refresh_from_db()
    assert company.registration == OPEN


def test_it_stands_on_the_timeline(stock: Path) -> None:
    company = tracked(1)
    load(stock, merger(1, into=2))
    with translation.override("en"):
        entries = timeline_of(Company.objects.get(pk=company.pk), edits=False).entries
    assert [(each.title, each.text, each.who, each.register) for each in entries] == [
        (
            "Merged into another company",
            "Fri, Aug 1, 2025 · merger · successor: 株式会社架空2",
            "register",
            number(1),
        )
    ]


def test_a_cooperative_is_followed_as_a_company_is(stock: Path) -> None:
    coop = track(RegisterEntry.objects.get(pk=number(4)))
    assert isinstance(coop, Cooperative)
    dealer, follower, gone = make.user(), make.user(), make.user(is_active=False)
    make.deal(owner=dealer, cooperative=coop)
    for user in (follower, gone):
        make.follow(user, cooperative=coop)
    known = {"name": "架空金属協同組合", "kind": "399", "process": "21"}
    merged = {"close_date": "2025-08-01", "close_cause": "11", "successor_number": number(2)}
    assert load(stock, daily(4, **known, **merged)) == Followed(1, 1, 1)
    coop.refresh_from_db()
    assert (coop.registration, coop.version) == (MERGED, 2)
    title = "架空金属協同組合: Merged into another company"
    assert {*news()} == {(dealer, title), (follower, title)}
    with translation.override("en"):
        entries = timeline_of(coop, edits=False).entries
    assert (entries[0].title, entries[0].register) == ("Merged into another company", number(4))


def test_followers_of_a_company_are_told(stock: Path) -> None:
    owner, follower = make.user(), make.user()
    make.follow(follower, company=tracked(1, owner))
    load(stock, merger(1, into=2))
    assert {user for user, _title in news()} == {owner, follower}


def test_while_a_load_runs_nothing_is_followed() -> None:
    make.register_change(make.corporate_number())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOAD_LOCK])
        assert follow_register(now=timezone.now()) == Followed(0, 0, 0)
    finally:
        other.close()
    assert RegisterChange.objects.unfollowed().count() == 1


def test_queries_do_not_grow_with_changes(stock: Path) -> None:
    counts = []
    owner = make.user()
    for first, many in ((10, 1), (20, 3)):
        numbers = range(first, first + many)
        load_register(
            [write(stock / "more.csv", [row(n, update_date="2026-01-01") for n in numbers])]
        )
        for n in numbers:
            tracked(n, owner)
        follow_register(now=timezone.now())
        load_register([write(stock / "diff.csv", [merger(n, into=2) for n in numbers])])
        with CaptureQueriesContext(connection) as queries:
            follow_register(now=timezone.now())
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16
