"""The rule of readiness: parts with evidence, from facts alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.readiness import (
    Base,
    Cited,
    Customer,
    Decline,
    Evidence,
    Facts,
    Group,
    Held,
    Inspection,
    Intent,
    Level,
    Part,
    Skill,
    Use,
    Year,
    assess,
)
from prospects.readiness.rule import ASPECTS, CLUSTER_DECLINE

TODAY = dt.date(2026, 11, 20)
FRESH = Cited("Interview", dt.date(2026, 9, 1), ("customer", "1"))
OLD = Cited("Interview", dt.date(2021, 9, 1), ("customer", "1"))


def customer(**fields: Any) -> Customer:
    given = {"name": "A", "share": None, "trend": "", "moved_to": "", "cited": FRESH} | fields
    return Customer(**given)


def intent(**fields: Any) -> Intent:
    given: dict[str, Any] = {
        "countries": (),
        "mode": "",
        "horizon_months": None,
        "budget": None,
        "keeps_home_base": None,
        "cited": FRESH,
    }
    return Intent(**(given | fields))


def year(of: int, sales: int | None = None, profit: int | None = None) -> Year:
    return Year(of, sales, profit, FRESH)


def decline(ratio: float) -> Decline:
    return Decline("Ota", ratio, 2, FRESH)


def test_nothing_known_is_unknown_and_says_what_is_missing() -> None:
    found = assess(Facts(), TODAY)
    assert [(each.part, each.level, each.evidence) for each in found.parts] == [
        (Part.PUSH, Level.UNKNOWN, ()),
        (Part.WILL, Level.UNKNOWN, ()),
        (Part.STRENGTH, Level.UNKNOWN, ()),
    ]
    assert [each.unknown for each in found.parts] == [
        ("customers", "sales", "census"),
        ("intent", "inspections", "programmes"),
        ("skills", "certificates", "finances"),
    ]


@pytest.mark.parametrize(
    ("facts", "code", "level"),
    [
        (customer(share=0.3, moved_to="VN"), "customer_moved", Level.STRONG),
        (customer(share=0.1, moved_to="VN"), "customer_moved", Level.SOME),
        (customer(share=None, trend="lost"), "customer_lost", Level.SOME),
        (customer(share=0.2, trend="lost"), "customer_lost", Level.STRONG),
        (customer(share=0.9, trend="shrinking"), "customer_shrinking", Level.SOME),
        (customer(trend="steady"), "customer_steady", Level.NONE),
    ],
)
def test_a_customer_pushes_by_its_share(facts: Customer, code: str, level: Level) -> None:
    push = assess(Facts(customers=[facts]), TODAY).push
    assert [(each.code, each.level) for each in push.evidence] == [(code, level)]
    assert push.level is level
    assert push.unknown == ("sales", "census")


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ([year(2025, 72), year(2022, 100)], ("sales_lost", Level.STRONG, -0.28)),
        ([year(2025, 90), year(2024, 100)], ("sales_lost", Level.SOME, -0.1)),
        ([year(2025, 99), year(2024, 100)], ("sales_held", Level.NONE, -0.01)),
        # Years further back than four are no comparison; a year without sales is none either.
        ([year(2025, 99), year(2024, 100), year(2010, 500)], ("sales_held", Level.NONE, -0.01)),
        ([year(2025, 99), year(2010, 500)], None),
        ([year(2025, 99), year(2024, None)], None),
    ],
)
def test_sales_are_compared_over_up_to_four_years(
    years: list[Year], told: tuple[str, Level, float] | None
) -> None:
    push = assess(Facts(years=years), TODAY).push
    found = [(each.code, each.level, round(each.values["change"], 4)) for each in push.evidence]
    assert found == ([told] if told else [])
    assert ("sales" in push.unknown) == (told is None)


def test_a_declining_cluster_alone_never_pushes_strongly() -> None:
    assert assess(Facts(decline=decline(-0.43)), TODAY).push.level is Level.SOME
    assert assess(Facts(decline=decline(-CLUSTER_DECLINE)), TODAY).push.level is Level.SOME
    assert assess(Facts(decline=decline(0.02)), TODAY).push.level is Level.NONE


def test_two_aspects_together_push_strongly_but_one_twice_does_not() -> None:
    shrinking = customer(trend="shrinking")
    assert assess(Facts(customers=[shrinking, shrinking]), TODAY).push.level is Level.SOME
    both = Facts(customers=[shrinking], decline=decline(-0.2))
    assert assess(both, TODAY).push.level is Level.STRONG


def test_old_evidence_is_no_longer_strong_and_says_so() -> None:
    gone = customer(share=0.5, moved_to="VN", cited=OLD)
    push = assess(Facts(customers=[gone]), TODAY).push
    assert (push.level, push.evidence[0].level, push.evidence[0].old) == (
        Level.SOME,
        Level.SOME,
        True,
    )


def test_old_facts_together_never_make_a_part_strong() -> None:
    shrinking = customer(trend="shrinking", cited=OLD)
    census = Decline("Ota", -0.2, 2, OLD)
    both = Facts(customers=[shrinking], decline=census)
    assert assess(both, TODAY).push.level is Level.SOME
    # Beside something fresh they still count.
    fresh = Facts(customers=[customer(trend="shrinking")], decline=census)
    assert assess(fresh, TODAY).push.level is Level.STRONG


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (Facts(intent=intent()), Level.NONE),
        (Facts(intent=intent(countries=("VN",))), Level.SOME),
        (Facts(intent=intent(mode="group", horizon_months=36)), Level.SOME),
        (Facts(intent=intent(horizon_months=24)), Level.STRONG),
        (Facts(intent=intent(budget=1)), Level.STRONG),
        (Facts(inspections=[Inspection("visit", "Plant", FRESH)]), Level.SOME),
        (Facts(inspections=[Inspection("delegation", "Gumi", FRESH)]), Level.STRONG),
        (Facts(inspections=[Inspection("site_visit", "Gumi", FRESH)]), Level.STRONG),
        (Facts(uses=[Use("Loan", "loan", None, FRESH)]), Level.STRONG),
        (Facts(uses=[Use("Tour", "tour", None, FRESH)]), Level.SOME),
        (Facts(groups=[Group("Coop", ("ID",), "considering", FRESH)]), Level.SOME),
        (Facts(groups=[Group("Coop", ("ID",), "decided", FRESH)]), Level.STRONG),
    ],
)
def test_will_is_what_it_says_and_does(facts: Facts, level: Level) -> None:
    assert assess(facts, TODAY).will.level is level


def test_the_home_base_is_asked_once_it_means_to_go() -> None:
    assert "home_base" in assess(Facts(intent=intent(mode="alone")), TODAY).will.unknown
    said = Facts(intent=intent(mode="alone", keeps_home_base=True))
    assert "home_base" not in assess(said, TODAY).will.unknown


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (Facts(skills=[Skill("Press", None, FRESH)]), ("skills", Level.SOME)),
        (Facts(skills=[Skill("Press", 10, FRESH)]), ("skills", Level.STRONG)),
        (Facts(skills=[Skill(n, 50, FRESH) for n in "abc"]), ("skills", Level.STRONG)),
        (Facts(certificates=[Held("iso-9001", "9001", None, FRESH)]), ("certificate", Level.SOME)),
        (Facts(certificates=[Held("iatf-16949", "I", None, FRESH)]), ("certificate", Level.STRONG)),
        (
            Facts(certificates=[Held("iso-9001", "9001", dt.date(2026, 11, 19), FRESH)]),
            ("certificate_expired", Level.NONE),
        ),
        (
            Facts(certificates=[Held("iso-9001", "9001", TODAY, FRESH)]),
            ("certificate", Level.SOME),
        ),
        (Facts(years=[year(2025, profit=5)]), ("profit", Level.SOME)),
        (Facts(years=[year(2025, profit=0)]), ("loss", Level.NONE)),
        (
            Facts(years=[year(y, profit=5) for y in (2023, 2024, 2025)]),
            ("profit_steady", Level.STRONG),
        ),
        (
            Facts(years=[year(2023, profit=-1), year(2024, profit=5), year(2025, profit=5)]),
            ("profit", Level.SOME),
        ),
        (Facts(bases=[Base("TH", "factory", 2009, FRESH)]), ("base_abroad", Level.SOME)),
    ],
)
def test_strength_by_aspect(facts: Facts, told: tuple[str, Level]) -> None:
    evidence = assess(facts, TODAY).strength.evidence
    assert [(each.code, each.level) for each in evidence] == [told]


def test_strength_needs_more_than_one_strong_aspect() -> None:
    fine = [Skill("Grinding", 2, FRESH)]
    assert assess(Facts(skills=fine), TODAY).strength.level is Level.SOME
    profit = Facts(skills=fine, years=[year(2025, profit=1)])
    assert assess(profit, TODAY).strength.level is Level.STRONG


customers = st.builds(
    Customer,
    name=st.just("A"),
    share=st.none() | st.floats(0, 1),
    trend=st.sampled_from(["", "growing", "steady", "shrinking", "lost"]),
    moved_to=st.sampled_from(["", "VN"]),
    cited=st.sampled_from([FRESH, OLD]),
)


@given(st.lists(customers, max_size=4), st.none() | st.floats(-0.9, 0.5))
def test_more_evidence_never_lowers_a_part(found: list[Customer], ratio: float | None) -> None:
    facts = Facts(customers=found, decline=None if ratio is None else decline(ratio))
    before = assess(facts, TODAY).push
    more = Facts(customers=[*found, customer(share=0.5, trend="lost")], decline=facts.decline)
    after = assess(more, TODAY).push
    assert after.level is Level.STRONG
    assert after.level >= before.level


@given(st.lists(customers, max_size=5), st.none() | st.floats(-0.9, 0.5))
def test_a_level_always_rests_on_its_evidence(found: list[Customer], ratio: float | None) -> None:
    facts = Facts(customers=found, decline=None if ratio is None else decline(ratio))
    push = assess(facts, TODAY).push
    levels = [each.level for each in push.evidence]
    assert (push.level is Level.UNKNOWN) == (levels == [])
    assert (push.level is Level.NONE) == ({*levels} == {Level.NONE})
    assert levels == sorted(levels, reverse=True)
    if push.level is Level.STRONG:
        speaking = {each.aspect for each in push.evidence if each.level > Level.NONE}
        assert levels[0] is Level.STRONG or len(speaking) > 1


def test_every_code_has_an_aspect() -> None:
    for code, aspect in ASPECTS.items():
        assert Evidence(code, Level.SOME, FRESH).aspect == aspect
