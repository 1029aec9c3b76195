"""Host countries side by side: only what a source states."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from crm.hosts import hosts_side_by_side
from crm.models import Deal
from prospects.models import HostOffer
from tests import make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


def offer(code: str, **fields: str) -> HostOffer:
    return HostOffer.objects.create(
        **{
            "key": f"{code.lower()}-tax",
            "country_id": code,
            "kind": "tax",
            "text_ko": "감면",
            "text_ja": "減免",
            "text_en": "Waived",
            "source": "Law",
            "as_of": "2020-01-01",
            **fields,
        }
    )


def test_korea_stands_first_with_its_zones_and_rivals_with_what_is_known() -> None:
    for code in ("KR", "VN", "MX"):
        make.host_country(code)
    tax = offer("VN")
    zone = make.zone(valid_from=dt.date(2020, 1, 1))
    make.zone(key="over", valid_from=dt.date(2010, 1, 1), valid_to=dt.date(2012, 1, 1))
    move = make.reported_move(target_countries=["VN"])
    make.deal(status="lost", closed_because="price", lost_to="VN")
    make.deal(status="lost", closed_because="price", lost_to="TH")
    hosts = hosts_side_by_side(["VN", "KR", "XX"], deals=Deal.objects.all(), today=TODAY)
    assert [
        (each.country.pk, each.offers, each.moves, each.zones, each.lost) for each in hosts
    ] == [("KR", (), (), (zone,), 0), ("VN", (tax,), (move,), (), 1)]


@pytest.mark.parametrize("lacking", [{"source": ""}, {"as_of": None}])
def test_an_offer_without_source_or_day_is_refused(lacking: dict[str, str]) -> None:
    make.host_country("VN")
    with pytest.raises(IntegrityError), transaction.atomic():
        offer("VN", **lacking)


def test_the_reference_offers_load_and_name_their_source() -> None:
    call_command("load_reference", verbosity=0)
    assert {each.country_id for each in HostOffer.objects.all()} == {
        *("KR", "CN", "VN", "TH", "ID", "MX")
    }
    assert all(each.source and each.as_of for each in HostOffer.objects.all())
