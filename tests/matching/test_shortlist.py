"""Storing matches: what is written, what is left alone, what goes."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching import decisions, exclusions, shortlist
from matching.exclusions import LeftOut, Reason
from matching.models import Match, MatchExclusion, Need, WeightProfile, Why
from matching.scoring import PARTS, PRIOR
from matching.shortlist import Rescored, active_profile, rescore
from prospects.models import Company
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


def able(*needs: Need, **fields: Any) -> Company:
    """A company that masters what the needs ask for."""
    company = make.company(**fields)
    for need in needs:
        make.company_capability(company, need.capability)
    return company


def stored() -> dict[tuple[str, str], Match]:
    return {(str(m.company_id), str(m.need_id)): m for m in Match.objects.all()}


def pairs() -> set[tuple[Company, Need]]:
    return {(m.company, m.need) for m in Match.objects.select_related("company", "need")}


@pytest.mark.django_db
def test_a_match_is_stored_with_its_parts_and_reasons() -> None:
    firm = make.firm(group_name="한빛그룹", name_ko="한빛전자")
    site = make.site(firm=firm, latitude=35.18, longitude=129.08)
    casting = make.capability(key="die_casting", name_ja="ダイカスト")
    need = make.need(
        firm=firm,
        site=site,
        capability=casting,
        precision_um=10,
        materials=["Aluminium"],
        monthly_volume=40_000,
        suppliers_wanted=2,
        start_on=NOW.date() + dt.timedelta(days=365),
    )
    need.certificates.add(make.certificate(key="iso9001"))
    cluster = make.cluster(
        key="x", latitude=33.59, longitude=130.40, speciality_ja="ダイカスト・鋳物"
    )
    make.programme().clusters.add(cluster)
    company = make.company(employees=50, cluster=cluster)
    make.company_capability(
        company,
        casting,
        precision_um=20,
        materials=["ａｌｕｍｉｎｉｕｍ", "zinc"],
        monthly_volume=10_000,
    )
    make.customer(company, name="한빛전자 구미공장", share_percent=15)
    make.intent(company, horizon_months=6, keeps_home_base=True)

    done = rescore(now=NOW)

    assert done == Rescored(companies=1, needs=1, written=1, removed=0)
    match = Match.objects.get()
    assert (match.company, match.need, match.profile) == (company, need, active_profile())
    assert (match.status, match.scored_at, match.is_demo, match.version) == (
        "suggested",
        NOW,
        False,
        1,
    )
    parts = {part: getattr(match, f"{part}_part") for part in PARTS}
    assert parts == pytest.approx(
        {
            "capability": 1,
            "precision": 0.5,
            "customer": 0.9,
            "intent": 1,
            "capacity": 2 / 3,
            "location": 0.9964,
            "group": None,
        },
        abs=1e-3,
    )
    known = 0.22 + 0.18 * 0.5 + 0.08 * 0.9 + 0.12 + 0.24 * 2 / 3 + 0.11 * 0.9964
    assert match.score == pytest.approx(known / 0.95, abs=1e-4)
    # Certificates, finances and a group are not known.
    sure = 0.22 * 0.8 + 0.18 + 0.08 + 0.12 + 0.24 * 0.6 + 0.11
    assert match.confidence == pytest.approx(sure, abs=1e-4)
    assert match.freshness == 1
    assert match.priority == pytest.approx(PRIOR + match.confidence * (match.score - PRIOR))
    assert match.reasons == [
        {"part": "capability", "code": "process_same", "params": {"asked": "die_casting"}},
        {"part": "capability", "code": "materials_worked", "params": {"materials": ["Aluminium"]}},
        {"part": "precision", "code": "precision_short", "params": {"asked": 10.0, "have": 20.0}},
        {
            "part": "capability",
            "code": "certificates_unknown",
            "params": {"certificates": ["iso9001"]},
        },
        {
            "part": "customer",
            "code": "supplies_group",
            "params": {"share": 15.0, "group": "한빛그룹"},
        },
        {"part": "intent", "code": "goes_accompanying", "params": {}},
        {"part": "intent", "code": "looks_at_korea", "params": {}},
        {"part": "intent", "code": "timing_fits", "params": {"horizon": 6.0}},
        {"part": "intent", "code": "home_base_kept", "params": {}},
        {"part": "capacity", "code": "volume_short", "params": {"asked": 20000.0, "have": 10000.0}},
        {"part": "capacity", "code": "employees_enough", "params": {"employees": 50}},
        {"part": "capacity", "code": "finances_unknown", "params": {}},
        {"part": "location", "code": "cluster_of_trade", "params": {"cluster": "x"}},
        {"part": "location", "code": "distance", "params": {"km": 210.0}},
        {"part": "location", "code": "programme_helps", "params": {}},
        {"part": "group", "code": "group_unknown", "params": {}},
    ]


@pytest.mark.django_db
def test_a_second_run_changes_nothing_but_the_time() -> None:
    needs = [make.need() for _ in range(3)]
    for count in (1, 2, 3):
        able(*needs[:count])
    make.company()  # lists nothing, so it is proposed to nobody
    assert rescore(now=NOW) == Rescored(companies=4, needs=3, written=6, removed=0)
    first = stored()
    assert rescore(now=LATER) == Rescored(companies=4, needs=3, written=6, removed=0)
    second = stored()
    for key, match in first.items():
        same = second.pop(key)
        match.scored_at = LATER
        values = {f.attname: getattr(match, f.attname) for f in Match._meta.concrete_fields}
        assert values == {f.attname: getattr(same, f.attname) for f in Match._meta.concrete_fields}
    assert second == {}


@pytest.mark.django_db
def test_what_people_decided_stays_with_a_new_score() -> None:
    need, user = make.need(), make.user()
    company = able(need)
    rescore(now=NOW)
    match = decisions.reject(Match.objects.get(), kind="other", words="too far", by=user, now=NOW)
    before = match.score
    company.company_capabilities.all().delete()

    assert rescore(now=LATER) == Rescored(companies=1, needs=1, written=1, removed=0)

    after = Match.objects.get()
    assert (after.pk, after.status, after.rejected_because, after.status_at, after.version) == (
        match.pk,
        "rejected",
        "too far",
        NOW,
        2,
    )
    assert (after.scored_at, after.capability_part, after.score < before) == (LATER, 0, True)


@pytest.mark.django_db
def test_suggestions_that_fell_out_go_unless_a_deal_refers_to_them() -> None:
    need, closed = make.need(), make.need()
    gone, dealt, stays = able(need), able(need), able(need, closed)
    rescore(now=NOW)
    assert len(pairs()) == 4
    make.deal(dealt, match=Match.objects.get(company=dealt))
    for company in (gone, dealt):
        company.company_capabilities.all().delete()
    Need.objects.filter(pk=closed.pk).update(status=Need.Status.MET)

    assert rescore(now=LATER) == Rescored(companies=3, needs=1, written=1, removed=2)
    assert pairs() == {(dealt, need), (stays, need)}


@pytest.mark.django_db
def test_a_closed_company_is_proposed_no_more() -> None:
    need = make.need()
    company = able(need)
    rescore(now=NOW)
    Company.objects.filter(pk=company.pk).update(registration=Company.Registration.CLOSED)
    assert rescore(company_ids=[company.pk], now=LATER) == Rescored(0, 1, 0, 1)
    assert pairs() == set()


@pytest.mark.django_db
def test_an_earlier_reading_never_overwrites_a_later_one() -> None:
    need = make.need()
    company = able(need)
    rescore(company_ids=[company.pk], now=LATER)
    company.company_capabilities.all().delete()
    other = able(need)
    # A whole run that began before the other one ends after it.
    assert rescore(now=NOW) == Rescored(companies=2, needs=1, written=1, removed=0)
    assert {(m.company, m.scored_at, m.capability_part) for m in Match.objects.all()} == {
        (company, LATER, 1),
        (other, NOW, 1),
    }


@pytest.mark.django_db
def test_one_company_or_one_need_gives_what_the_whole_run_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shortlist, "PER_NEED", 2)
    monkeypatch.setattr(shortlist, "PER_COMPANY", 1)
    needs = [make.need(monthly_volume=1000) for _ in range(3)]
    for volume in (200, 400, 600, 800):
        company = make.company(employees=20)
        for need in needs:
            make.company_capability(company, need.capability, monthly_volume=volume)
    rescore(now=NOW)
    late = make.company(employees=20)  # better than all for the first, worse for the others
    for need, volume in zip(needs, (900, 100, 100), strict=True):
        make.company_capability(late, need.capability, monthly_volume=volume)

    rescore(company_ids=[late.pk], now=LATER)
    assert {need for company, need in pairs() if company == late} == {needs[0]}

    Need.objects.filter(pk=needs[2].pk).update(monthly_volume=100)
    rescore(need_ids=[needs[2].pk], now=LATER)
    one_by_one = {(m.company_id, m.need_id): (m.score, m.confidence) for m in Match.objects.all()}
    rescore(now=LATER + dt.timedelta(hours=1))
    whole = {(m.company_id, m.need_id): (m.score, m.confidence) for m in Match.objects.all()}
    assert whole.items() <= one_by_one.items()  # what was pushed out waits for the whole run


@pytest.mark.django_db
def test_other_companies_and_needs_are_left_alone() -> None:
    needs = [make.need(), make.need()]
    companies = [able(*needs), able(*needs)]
    rescore(now=NOW)
    assert rescore(company_ids=[companies[0].pk], now=LATER).removed == 0
    assert rescore(need_ids=[needs[0].pk], now=LATER).removed == 0
    times = {(m.company, m.need): m.scored_at for m in Match.objects.all()}
    assert times == {
        (companies[0], needs[0]): LATER,
        (companies[0], needs[1]): LATER,
        (companies[1], needs[0]): LATER,
        (companies[1], needs[1]): NOW,
    }


@pytest.mark.django_db
def test_a_match_with_demo_data_is_demo_data() -> None:
    need = make.need(is_demo=True)
    able(need)
    rescore(now=NOW)
    assert Match.objects.get().is_demo is True


@pytest.mark.django_db
def test_weights_that_cannot_weigh_are_refused() -> None:
    profile = make.weight_profile()
    profile.capability = float("nan")
    with pytest.raises(ValueError, match="the weight of capability must be"):
        rescore(profile=profile, now=NOW)


@pytest.mark.django_db
def test_the_profile_in_use_is_made_once() -> None:
    make.weight_profile(revision=4, is_active=False)
    first, second = active_profile(), active_profile()
    assert (first, first.revision, WeightProfile.objects.count()) == (second, 5, 2)
    other = make.weight_profile(is_active=False)
    able(make.need())
    rescore(profile=other, now=NOW)
    assert Match.objects.get().profile == other


@pytest.mark.django_db
def test_an_empty_database_is_no_error() -> None:
    assert rescore(now=NOW) == Rescored(0, 0, 0, 0)
    make.need()
    assert rescore(now=NOW) == Rescored(0, 1, 0, 0)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow() -> None:
    active_profile()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            rescore(now=timezone.now())
        return len(captured)

    cluster = make.cluster()
    make.membership(make.cooperative(), able(make.need(), cluster=cluster))
    one = queries()
    for _ in range(2):
        company = able(make.need(site=make.site()), cluster=cluster)
        make.customer(company)
        make.intent(company)
        make.company_certificate(company)
        make.membership(make.cooperative(), company)
    assert queries() == one


@pytest.mark.django_db(transaction=True)
def test_a_run_that_dies_leaves_what_was_there() -> None:
    need = make.need()
    company = able(need)
    rescore(now=NOW)
    before = stored()
    other = able(need)
    company.company_capabilities.all().delete()
    lost = make.weight_profile(is_active=False)
    WeightProfile.objects.filter(pk=lost.pk).delete()

    with pytest.raises(IntegrityError):  # found when the run commits, after all its writing
        rescore(profile=lost, now=LATER)

    assert stored() == before
    assert pairs() == {(company, need)}
    assert rescore(now=LATER) == Rescored(2, 1, 1, 1)
    assert pairs() == {(other, need)}


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_do_not_disturb_each_other() -> None:
    needs = [make.need() for _ in range(3)]
    companies = [able(*needs) for _ in range(5)]
    active_profile()

    def run(number: int) -> None:
        try:
            rescore(
                need_ids=[needs[0].pk] if number % 3 == 1 else None,
                company_ids=[companies[0].pk] if number % 3 == 2 else None,
                now=NOW + dt.timedelta(seconds=number),
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(6)))
    assert pairs() == {(company, need) for company in companies for need in needs}
    times = {(m.company, m.need): (m.scored_at - NOW).seconds for m in Match.objects.all()}
    assert times[companies[0], needs[1]] == 5
    assert times[companies[1], needs[0]] == 4
    assert times[companies[1], needs[1]] == 3


@pytest.mark.django_db
def test_who_the_musts_leave_out_is_stored_and_goes_when_they_are_loosened() -> None:
    need = make.need(start_on=NOW.date() + dt.timedelta(days=365))
    wanted, other = make.certificate(), make.certificate()
    need.certificates.add(wanted)
    unknown, lacking, ending = able(need), able(need), able(need)
    make.company_certificate(lacking, other)
    make.company_certificate(ending, wanted, valid_until=NOW.date() + dt.timedelta(days=100))

    assert rescore(now=NOW).written == 1

    assert pairs() == {(unknown, need)}
    out = {row.company: row for row in MatchExclusion.objects.select_related("company")}
    assert {company: row.reasons for company, row in out.items()} == {
        lacking: ["certificate_lacking"],
        ending: ["certificate_ends"],
    }
    assert out[lacking].priority == pytest.approx(
        PRIOR + out[lacking].confidence * (out[lacking].score - PRIOR)
    )
    assert exclusions.left_out(need) == LeftOut(
        3,
        1,
        (
            Reason("certificate_lacking", Why.CERTIFICATE_LACKING.label, 1),
            Reason("certificate_ends", Why.CERTIFICATE_ENDS.label, 1),
        ),
    )
    # Both are better documented than the one that is listed.
    assert [row.place for row in exclusions.named(MatchExclusion.objects.all())] == [1, 1]

    Need.objects.update(musts=[])
    rescore(need_ids=[need.pk], now=LATER)
    assert pairs() == {(unknown, need), (lacking, need), (ending, need)}
    assert not MatchExclusion.objects.exists()
    assert exclusions.left_out(need) == LeftOut(3, 3, ())
    assert exclusions.left_out(make.need()) is None


@pytest.mark.django_db
def test_one_companys_run_renews_its_own_exclusions_only() -> None:
    need = make.need()
    need.certificates.add(wanted := make.certificate())
    first, second = able(need), able(need)
    other = make.certificate()
    for company in (first, second):
        make.company_certificate(company, other)
    rescore(now=NOW)
    assert MatchExclusion.objects.count() == 2
    make.company_certificate(first, wanted)

    rescore(company_ids=[first.pk], now=LATER)

    assert pairs() == {(first, need)}
    left = MatchExclusion.objects.get()
    assert (left.company, left.scored_at) == (second, NOW)


@pytest.mark.django_db
def test_a_cooperative_without_a_plan_is_not_said_to_have_one() -> None:
    need = make.need()
    planning, planless = able(need), able(need)
    make.group_plan(make.membership(make.cooperative(), planning).cooperative)
    make.membership(make.cooperative(), planless)
    rescore(now=NOW)
    told = {
        match.company: {r["code"] for r in match.reasons if r["part"] == "group"}
        for match in Match.objects.select_related("company")
    }
    assert "group_has_plan" in told[planning]
    assert "group_no_plan" in told[planless]
