"""Watched searches: from a search of the register to hits, notification and prospects."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from crm.models import Notification, RegisterHit, RegisterWatch, User
from crm.register_following import follow_register
from prospects.models import Company, RegisterEntry
from prospects.register import load_register, track
from tests import make
from tests.crm.web.signed_in import client_of, counted, words
from tests.prospects.register_files import number, row, write

pytestmark = pytest.mark.django_db
LIST = "/watches/"
NEW = f"{LIST}new/"


@pytest.fixture
def user() -> User:
    return make.user()


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """A register of two firms, one of which fits the watches of these tests."""
    firms = [row(1, update_date="2016-01-01", name="株式会社甲メッキ"), row(2)]
    load_register([write(tmp_path / "stock.csv", firms)])
    return tmp_path


def daily(index: int, **values: str) -> list[str]:
    return row(index, **{"update_date": "2026-08-21", "change_date": "2026-08-19", **values})


def load(folder: Path, *rows: list[str]) -> None:
    load_register([write(folder / "diff.csv", [*rows])])
    follow_register(now=timezone.now())


def hits(watch: RegisterWatch) -> list[str]:
    return sorted(watch.hits.values_list("corporate_number", flat=True))


def test_a_search_is_watched_from_the_register(user: User) -> None:
    client = client_of(user)
    make.cluster(key="ota", name_en="Ota Ward")
    form = client.get(NEW, {"q": "メッキ", "cluster": "ota", "age": "year", "sort": "x"})
    assert "メッキ Ota Ward in the last year" in words(form)
    posted = {"name": "Plating in Ota", "query": "q=メッキ&cluster=ota&age=year&opened=2025-01"}
    assert client.post(NEW, posted).status_code == 302
    watch = RegisterWatch.objects.get()
    assert (watch.owner, watch.name, watch.query) == (
        user,
        "Plating in Ota",
        {"q": "メッキ", "cluster": "ota", "age": "year"},
    )
    again = client.post(NEW, posted)
    assert (again.status_code, "of this name already" in words(again)) == (422, True)
    empty = client.post(NEW, {"name": "All", "query": "kind=companies"})
    assert (empty.status_code, "Choose a name, a cluster or a place" in words(empty)) == (422, True)


def test_hits_are_what_a_daily_file_brings(user: User, stock: Path) -> None:
    watch = make.register_watch(user, name="Plating")
    other = make.register_watch(user, query={"q": "鋳造"})
    track(RegisterEntry.objects.get(pk=number(1)))
    rows = [
        daily(3, name="株式会社乙メッキ"),
        daily(2, name="株式会社丙メッキ", process="11"),
        daily(1, name="株式会社甲メッキ工業", process="11"),  # tracked
        daily(4, name="株式会社丁"),
    ]
    for _ in range(2):
        load(stock, *rows)
    assert hits(watch) == sorted([number(2), number(3)])
    assert hits(other) == []
    news = Notification.objects.get(recipient=user, kind="watch")
    assert (news.facts, news.url) == ({"name": "Plating", "hits": 2}, f"{LIST}{watch.pk}/")


def test_a_move_within_the_municipality_is_no_hit(user: User, stock: Path) -> None:
    watch = make.register_watch(user, query={"place": "浜松市"})
    load(stock, daily(1, name="株式会社甲メッキ", process="12", street="別町９番"))
    assert hits(watch) == []
    tokyo = {"prefecture": "東京都", "city": "大田区", "prefecture_code": "13", "city_code": "111"}
    load(
        stock,
        daily(7, sequence_number="1", is_latest="0", **tokyo),
        daily(7, process="12", sequence_number="2"),
    )
    assert hits(watch) == [number(7)]


def test_the_list_of_hits_and_what_is_done_with_them(user: User, stock: Path) -> None:
    watch = make.register_watch(user, name="Plating")
    load(stock, *[daily(n, name=f"株式会社{n}メッキ") for n in (3, 4, 5)])
    client = client_of(user)
    url = f"{LIST}{watch.pk}/"
    assert "Plating 3 new" in words(client.get(LIST))
    assert "New in the register Watched searches Plating 3 new" in words(client.get("/"))
    said = words(client.get(url))
    assert "株式会社3メッキ New" in said
    assert "Newly registered" in said

    made = client.post("/register/track/", {"number": [number(3)], "next": url}, follow=True)
    assert made.redirect_chain == [(url, 302)]
    assert Company.objects.get().name_ja == "株式会社3メッキ"
    client.post(f"{url}dismiss/", {"number": [number(4)]})
    assert "Plating 1 new" in words(client.get(LIST))
    client.post(f"{url}seen/")
    assert not RegisterHit.objects.unseen().exists()
    assert "株式会社4メッキ" not in words(client.get(url))
    client.post(f"{url}delete/")
    assert not RegisterWatch.objects.exists()
    assert "No search is watched yet" in words(client.get(LIST))


def test_only_ones_own(user: User) -> None:
    url = f"{LIST}{make.register_watch(user).pk}/"
    manager = client_of(role=User.Role.MANAGER)
    assert manager.get(url).status_code == 404
    for do in ("seen", "dismiss", "delete"):
        assert manager.post(f"{url}{do}/").status_code == 404
    assert RegisterWatch.objects.exists()


def test_queries_do_not_grow_with_hits(user: User, stock: Path) -> None:
    watch = make.register_watch(user)
    client = client_of(user)
    counts = []
    for first, many in ((10, 1), (20, 3)):
        load(stock, *[daily(n, name=f"株式会社{n}メッキ") for n in range(first, first + many)])
        client.get(f"{LIST}{watch.pk}/")
        with counted() as queries:
            client.get(f"{LIST}{watch.pk}/")
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
