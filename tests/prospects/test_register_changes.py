"""What a load records as news: the rules of `prospects.register.changes`."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prospects.models import RegisterChange, RegisterEntry, RegisterLoad
from prospects.register import load_register

from .register_files import deletion, number, row, write

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 8, 21)
TOKYO = {
    "prefecture": "東京都",
    "city": "大田区",
    "street": "架空町１丁目２番",
    "prefecture_code": "13",
    "city_code": "111",
}


def daily(index: int = 1, **values: str) -> list[str]:
    """A row of the daily file of `DAY`."""
    return row(index, **{"update_date": DAY.isoformat(), "change_date": "2026-08-19", **values})


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """A register of three firms, loaded; later files go beside it."""
    rows = [row(n, update_date=f"20{15 + n}-03-01") for n in (1, 2, 3)]
    load_register([write(tmp_path / "stock.csv", rows)])
    assert not RegisterChange.objects.exists()
    return tmp_path


def loaded(folder: Path, *rows: list[str]) -> list[tuple[str, str]]:
    """Load a file of the rows; number and kind of what it recorded, in order."""
    load_register([write(folder / f"diff_{RegisterLoad.objects.count()}.csv", [*rows])])
    changes = RegisterChange.objects.filter(load=RegisterLoad.objects.latest("id"))
    return sorted(changes.values_list("corporate_number", "kind"))


def test_the_first_load_is_no_news(tmp_path: Path) -> None:
    assert loaded(tmp_path, daily(1), daily(2)) == []


def test_each_kind_of_change(stock: Path) -> None:
    firms = [row(n, update_date="2020-01-01") for n in range(4, 9)]
    closed_one = row(9, close_date="2020-01-01", close_cause="01", process="21")
    load_register(
        [write(stock / "more.csv", [*firms, closed_one, row(30, update_date="2016-01-01")])]
    )
    RegisterChange.objects.all().delete()
    found = loaded(
        stock,
        daily(1, process="11", name="株式会社新名称"),
        daily(2, process="12", **TOKYO),
        daily(3, process="21", close_date="2026-08-19", close_cause="01"),
        daily(
            4, process="21", close_date="2026-08-01", close_cause="11", successor_number=number(5)
        ),
        daily(5, process="71", change_cause="株式会社見本製作所を合併"),
        daily(6, process="81"),
        deletion(7, update_date=DAY.isoformat()),
        daily(9, process="22"),
        daily(20),
    )
    assert found == sorted(
        [
            (number(1), "renamed"),
            (number(2), "moved"),
            (number(3), "closed"),
            (number(4), "merged"),
            (number(5), "absorbed"),
            (number(6), "struck"),
            (number(7), "deleted"),
            (number(9), "restored"),
            (number(20), "new"),
        ]
    )


def fields(change: RegisterChange) -> dict[str, Any]:
    names = [f.name for f in RegisterChange._meta.fields]
    skipped = {"id", "load", "recorded_at"}
    return {name: getattr(change, name) for name in names if name not in skipped}


def test_all_that_a_change_tells(stock: Path) -> None:
    loaded(stock, daily(2, process="12", **TOKYO))
    before = "静岡県浜松市中央区見本町１番地"
    assert fields(RegisterChange.objects.get()) == {
        "corporate_number": number(2),
        "kind": "moved",
        "entity_kind": "301",
        "changed_on": dt.date(2026, 8, 19),
        "published_on": DAY,
        "name": "株式会社見本製作所",
        "name_before": "株式会社見本製作所",
        "address": "東京都大田区架空町１丁目２番",
        "address_before": before,
        "municipality_code": "13111",
        "municipality_before": "22138",
        "close_cause": "",
        "successor_number": "",
        "details": "",
        "followed_at": None,
    }
    merger = {"process": "21", "close_cause": "11", "successor_number": number(3), **TOKYO}
    late = {"update_date": "2026-09-30", "change_date": "2026-09-29", "close_date": "2026-09-28"}
    loaded(stock, daily(2, **merger, **late))
    change = RegisterChange.objects.get(kind="merged")
    assert (change.changed_on, change.close_cause, change.successor_number) == (
        dt.date(2026, 9, 28),
        "11",
        number(3),
    )


def test_several_things_between_two_files(stock: Path) -> None:
    found = loaded(stock, daily(1, process="12", name="株式会社新名称", **TOKYO))
    assert found == [(number(1), "moved"), (number(1), "renamed")]


def test_a_reform_of_municipalities_is_no_move(stock: Path) -> None:
    assert loaded(stock, daily(1, process="12", city="浜松市浜名区", city_code="139")) == [
        (number(1), "rezoned")
    ]


def test_corrections_are_no_news(stock: Path) -> None:
    same_event = {"change_date": "2024-01-05", "is_correction": "1"}
    assert loaded(stock, daily(1, name="株式会社見本製作所（訂正）", **same_event)) == []
    assert (
        loaded(stock, daily(40, is_correction="1"), daily(41, process="21", is_correction="1"))
        == []
    )
    # A correction of the whole history that ends in something newer than what was known is.
    newer = {"process": "11", "name": "株式会社新名称", "is_correction": "1"}
    assert loaded(stock, daily(2, **newer)) == [(number(2), "renamed")]


def test_unknown_numbers_are_news_in_daily_files_only(stock: Path) -> None:
    old = [row(n, update_date=f"20{n}-01-01", change_date=f"20{n}-01-01") for n in (16, 24)]
    assert loaded(stock, *old) == []
    moved_in = daily(50, process="12", **TOKYO)
    renamed, closed = (
        daily(51, process="11"),
        daily(52, process="21", close_date="2026-08-19", close_cause="21"),
    )
    assert loaded(stock, moved_in, renamed, closed) == sorted(
        [(number(50), "moved"), (number(51), "renamed"), (number(52), "closed")]
    )
    assert RegisterChange.objects.get(kind="moved").municipality_before == ""


def test_the_history_in_a_daily_file_says_whence_somebody_came(stock: Path) -> None:
    history = [
        daily(60, sequence_number="1", is_latest="0", change_date="2015-10-05"),
        daily(60, sequence_number="2", is_latest="0", process="12", city="磐田市", city_code="211"),
        daily(60, sequence_number="3", process="12", **TOKYO),
    ]
    assert loaded(stock, *history) == [(number(60), "moved")]
    change = RegisterChange.objects.get()
    assert (change.municipality_before, change.municipality_code) == ("22211", "13111")


def test_a_file_again_or_an_older_one_says_nothing(stock: Path) -> None:
    rows = [daily(1, process="12", **TOKYO), daily(20), daily(5, process="12")]
    assert len(loaded(stock, *rows)) == 3
    assert loaded(stock, *rows) == []
    older = daily(1, process="11", name="株式会社旧名称", update_date="2026-08-20")
    assert loaded(stock, older) == []


def test_nothing_stays_when_the_load_fails(stock: Path) -> None:
    good = write(stock / "good.csv", [daily(1, process="12", **TOKYO)])
    bad = write(stock / "bad.csv", [["1", "2"]])
    with pytest.raises(Exception, match="columns"):
        load_register([good, bad])
    assert not RegisterChange.objects.exists()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    places=st.lists(st.sampled_from(["111", "112", "113"]), min_size=1, max_size=5),
)
def test_moves_chain_up_to_where_the_register_says(tmp_path: Path, places: list[str]) -> None:
    """Whatever the way, each move starts where the one before ended, and the last is the seat."""
    RegisterChange.objects.all().delete()
    RegisterEntry.objects.all().delete()
    start = row(1, **(TOKYO | {"city_code": "999", "street": "０番"}), update_date="2020-01-01")
    load_register([write(tmp_path / "stock.csv", [start])])
    for step, code in enumerate(places):
        day = (DAY + dt.timedelta(days=step)).isoformat()
        moved = TOKYO | {"city": f"区{code}", "city_code": code, "street": f"{step}番"}
        values = {"process": "12", "update_date": day, "change_date": day}
        load_register([write(tmp_path / "diff.csv", [row(1, **moved, **values)])])
    chain = RegisterChange.objects.order_by("changed_on")
    told = [*chain.values_list("municipality_before", "municipality_code")]
    codes = ["13999", *(f"13{code}" for code in places)]
    assert told == [*itertools.pairwise(codes)]
    assert RegisterEntry.objects.get().municipality_code == codes[-1]
