"""Previews over what is stored: exact in the first places, with few facts read."""

from __future__ import annotations

import datetime as dt
import random
import uuid

import pytest
from django.core.cache import cache

from matching import previewing
from matching.decisions import reject, shortlist
from matching.models import Match, Need
from matching.previews import DEPTH, compared
from matching.scoring import PARTS, Weights
from matching.shortlist import rescore
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def weighed(*values: float) -> Weights:
    return Weights(**dict(zip(PARTS, values, strict=True)))


OTHERS = (
    Weights(intent=0.2),
    weighed(1.0, 0.0, 0.0, 6.0, 1.0, 0.0, 3.0),
    weighed(0.0, 5.0, 0.0, 0.0, 0.0, 1.0, 0.0),
)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def world(companies: int = 110) -> list[Need]:
    """Two needs of one process, one of which asks for a tolerance, and companies of many kinds."""
    pick = random.Random(3)
    process = make.capability()
    for place in range(companies):
        company = make.company(employees=pick.choice([None, 5, 20, 80]))
        make.company_capability(
            company,
            process,
            precision_um=pick.choice([None, 5, 20, 100]),
            monthly_volume=pick.choice([None, 100, 9_000]),
            as_of=pick.choice([None, dt.date(2019, 1, 1), dt.date(2026, 5, 1)]),
        )
        if place % 3:
            mode, countries = pick.choice([("alone", ["VN"]), ("accompanying", ["KR"])])
            make.intent(company, mode=mode, target_countries=countries)
    return [
        make.need(capability=process, precision_um=10, monthly_volume=10_000),
        make.need(capability=process, monthly_volume=500),
    ]


@pytest.fixture
def all_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """No list is taken for full: whoever can be in it is stored."""
    monkeypatch.setattr(previewing, "PER_NEED", 1_000)


def whole(needs: list[Need]) -> dict[uuid.UUID, previewing.Read]:
    return previewing.read_whole([need.pk for need in needs], now=NOW)


@pytest.mark.usefixtures("all_stored")
@pytest.mark.parametrize("after", OTHERS)
def test_the_first_places_are_those_with_all_facts_read(after: Weights) -> None:
    needs = world()
    rescore(now=NOW)
    make_user = make.user()
    reject(Match.objects.ranked()[0], kind="other", words="-", by=make_user, now=NOW)
    shortlist(Match.objects.ranked()[70], by=make_user, now=NOW)
    everybody, keys = whole(needs), [need.pk for need in needs]
    told = previewing.changes(keys, Weights(), after, places=20, now=NOW)
    for each in told:
        full = everybody[each.need]
        change = compared(full.candidates, Weights(), after, places=20)
        assert each.companies == tuple(full.ids[row.at] for row in change.rows)
        assert (each.in_question, each.exact_to) == (len(full.ids), DEPTH)
        assert (each.change.entered, each.change.moved, each.change.replaced) == (
            change.entered,
            change.moved,
            change.replaced,
        )
        assert each.change.correlation == pytest.approx(change.correlation)
        for here, row in zip(each.change.rows, change.rows, strict=True):
            assert (here.score_was, here.score_now) == (row.score_was, row.score_now)
            for place, exact in ((here.was, row.was), (here.now, row.now)):
                assert place == exact or min(place, exact) > DEPTH


def test_the_places_are_those_after_use() -> None:
    needs = world()
    rescore(now=NOW)
    before = {key: each.ids for key, each in whole(needs).items()}
    after = OTHERS[0]
    told = previewing.changes([n.pk for n in needs], Weights(), after, places=20, now=NOW)
    profile = make.weight_profile(**{part: getattr(after, part) for part in PARTS})
    rescore(profile=profile, now=NOW)
    for each in told:
        assert len(before[each.need]) == 110
        ranked = Match.objects.filter(need=each.need).order_by(
            "-priority", "-confidence", "company"
        )
        places = {pk: place for place, pk in enumerate(ranked.values_list("company", flat=True), 1)}
        for row, company in zip(each.change.rows, each.companies, strict=True):
            assert row.now == places[company] or min(row.now, places[company]) > DEPTH


@pytest.mark.usefixtures("all_stored")
def test_only_who_can_come_first_is_read_and_later_only_who_comes_in_addition() -> None:
    needs = world()
    rescore(now=NOW)
    keys = [needs[0].pk]
    near = previewing.read(keys, (Weights(),), now=NOW)[keys[0]]
    assert near.looked is not None
    assert DEPTH < len(near.looked) < 80 < near.in_question == 110
    far = previewing.read(keys, (Weights(), OTHERS[1]), now=NOW)[keys[0]]
    assert far.looked is not None
    assert near.looked < far.looked
    assert (far.at, [*far.ids]) == (NOW, sorted(far.ids))
    again = previewing.read(keys, (Weights(),), now=NOW + dt.timedelta(minutes=1))[keys[0]]
    assert again.looked == far.looked


def test_a_need_that_no_run_has_scored_is_read_whole() -> None:
    need = world(12)[0]
    [told] = previewing.changes([need.pk], Weights(), OTHERS[1], places=10, now=NOW)
    assert (told.in_question, told.change.candidates) == (12, 12)
    found = previewing.read([need.pk], (Weights(),), now=NOW)[need.pk]
    assert found.looked is None


def test_of_full_lists_everybody_is_read_once_the_weights_are_others() -> None:
    """A company whose list is full may not be stored for a need where others put it first."""
    needs = world(70)
    rescore(now=NOW)
    hidden = Company.objects.order_by("pk")[5]
    key = needs[1].pk
    Match.objects.filter(company=hidden, need=key).delete()
    # Who is in no list now comes first under no weights but others.
    found = previewing.read([key], (Weights(),), now=NOW)[key]
    assert found.looked is not None
    assert hidden.pk not in found.ids
    found = previewing.read([key], (Weights(), OTHERS[0]), now=NOW)[key]
    assert (found.looked, len(found.ids)) == (None, 70)
    assert hidden.pk in found.ids
