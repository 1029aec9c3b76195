"""What changed since last time, on a need's list and on a company's matches."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from matching.models import Match, MatchChange, Need
from tests import make
from tests.crm.web.signed_in import client_of, counted, words

pytestmark = pytest.mark.django_db

Kind = MatchChange.Kind
HELD = {"part": "precision", "code": "precision_held", "params": {"asked": 10.0, "have": 5.0}}


def changed(match: Match, **fields: Any) -> MatchChange:
    return MatchChange.objects.create(
        need=match.need,
        company=match.company,
        **{"at": timezone.now() - dt.timedelta(days=1), "kind": Kind.UP, **fields},
    )


def test_a_move_is_told_with_its_reason_on_both_pages() -> None:
    match = make.match()
    changed(match, place_before=7, place_after=3, part="precision", points=40, reason=HELD)
    client = client_of()
    for page in (f"/needs/{match.need_id}/", f"/companies/{match.company_id}/?tab=matches"):
        said = words(client.get(page))
        assert "▲ 4 place 7 → 3 precision and size +40: " in said


def test_who_came_who_fell_and_who_left() -> None:
    need = make.need()
    came, fell, old = (make.match(need=need) for _ in range(3))
    changed(came, kind=Kind.ENTERED, place_after=2)
    changed(fell, kind=Kind.DOWN, place_before=1, place_after=2, part=MatchChange.WEIGHTS)
    changed(old, place_before=9, place_after=1, at=timezone.now() - dt.timedelta(days=40))
    gone = make.company(name_ja="去った会社", name_ko="")
    MatchChange.objects.create(
        need=need, company=gone, at=timezone.now(), kind=Kind.LEFT, place_before=12
    )
    said = words(client_of().get(f"/needs/{need.pk}/"))
    assert "▼ 1 place 1 → 2 new weights" in said
    assert "▲" not in said
    assert "Left the list lately 1 去った会社" in said
    assert "stood at place 12" in said


def test_the_number_of_queries_does_not_grow() -> None:
    need, client = make.need(), client_of()

    def asked() -> int:
        with counted() as queries:
            client.get(f"/needs/{need.pk}/")
        return len(queries)

    def more(need: Need) -> None:
        changed(make.match(need=need), place_before=7, place_after=3, reason=HELD)
        left = make.match()
        MatchChange.objects.create(
            need=need, company=left.company, at=timezone.now(), kind=Kind.LEFT, place_before=12
        )

    more(need)
    asked()
    one = asked()
    more(need)
    more(need)
    assert asked() == one
