"""Which deals need a look."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from crm.attention import with_attention
from crm.models import Deal
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Seoul"))


def test_a_deal_goes_stale_without_move_or_contact() -> None:
    stage = make.stage()  # stale after 30 days
    old, fresh = NOW - dt.timedelta(days=31), NOW - dt.timedelta(days=29)
    silent = make.deal(stage=stage, stage_since=old)
    spoken = make.deal(stage=stage, stage_since=old)
    make.activity(deal=spoken, done_at=fresh)
    make.activity(deal=spoken, planned_for=NOW + dt.timedelta(days=2))
    moved = make.deal(stage=stage, stage_since=fresh)
    closed = make.deal(stage=stage, stage_since=old, status=Deal.Status.DORMANT)
    rows = with_attention(Deal.objects.all(), NOW)
    assert {row.pk: (row.is_stale, row.touched_at, row.last_contact_at) for row in rows} == {
        silent.pk: (True, old, None),
        spoken.pk: (False, fresh, fresh),
        moved.pk: (False, fresh, None),
        closed.pk: (False, old, None),
    }
    assert rows.get(pk=spoken.pk).next_at == NOW + dt.timedelta(days=2)
