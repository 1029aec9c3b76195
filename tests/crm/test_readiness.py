"""Readiness from what is stored: facts, inspections, words, and a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import timezone, translation

from crm.readiness import Spread, inspections, readiness_of, spread
from crm.templatetags.countries import country
from prospects.models import Certificate, Company, GroupPlan, ProgrammeUse
from prospects.readiness import Level, Part, Readiness
from prospects.readiness.words import ABOUT, LEVELS, PARTS, SHORT, UNKNOWN, told
from tests import make
from tests.crm.web.signed_in import counted

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


def at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10)))


def whole() -> Company:
    """A company of which everything is known."""
    cluster = make.cluster(name_en="Ota Ward")
    make.census(
        cluster, year=None, factories=None, min_employees=None, change_percent=-20, change_years=2
    )
    company = make.company(cluster=cluster)
    facts = {"source": "Interview", "as_of": TODAY}
    make.customer(
        company, name="Taihei", share_percent=Decimal("31.5"), trend="lost", moved_to="VN", **facts
    )
    make.financials(
        company, fiscal_year=2024, sales_jpy=100, operating_profit_jpy=4, source="F", as_of=TODAY
    )
    make.financials(
        company, fiscal_year=2025, sales_jpy=72, operating_profit_jpy=-4, source="F", as_of=TODAY
    )
    make.intent(
        company,
        target_countries=["KR", "VN"],
        mode="accompanying",
        horizon_months=12,
        budget_jpy=250_000_000,
        keeps_home_base=True,
        **facts,
    )
    ProgrammeUse.objects.create(
        programme=make.programme(name_en="Loans", kind="loan"), company=company, since=TODAY
    )
    group = make.cooperative(name_ja="", name_ko="", name_en="Screw cooperative")
    make.membership(group, company)
    make.group_plan(group, target_countries=["ID"], stage=GroupPlan.Stage.INSPECTING, as_of=TODAY)
    over = make.cooperative()
    make.membership(over, company)
    make.group_plan(over, stage=GroupPlan.Stage.DROPPED)
    skill = make.capability(name_en="Grinding")
    make.company_capability(company, skill, precision_um=2.5, **facts)
    trade, _new = Certificate.objects.get_or_create(key="iatf-16949", name_en="IATF 16949")
    make.company_certificate(company, trade, valid_until=TODAY)
    make.overseas_base(company, country="TH", kind="factory", since_year=2009)
    make.activity(company=company, kind="visit", subject="Plant tour", done_at=at(TODAY))
    make.activity(company=company, kind="visit", subject="Older", done_at=at(dt.date(2025, 1, 7)))
    make.activity(company=company, kind="delegation", subject="Ahead", planned_for=at(TODAY))
    make.activity(company=company, kind="call", subject="Call", done_at=at(TODAY))
    make.deal(company, title="Gumi plant", site_visit_on=TODAY)
    make.deal(company, title="Later", site_visit_on=TODAY + dt.timedelta(days=1))
    return company


def said(found: Readiness, part: Part) -> list[tuple[int, str]]:
    assessment = next(each for each in found.parts if each.part is part)
    return [(int(each.level), told(each, country=country)) for each in assessment.evidence]


def test_everything_stored_is_told_with_its_level() -> None:
    company = whole()
    intent = (
        "Means to go abroad: Korea · Vietnam, accompanying a large firm, "
        "within 12 months, budget ¥250M, home base stays"
    )
    with translation.override("en"):
        found = readiness_of([company.pk], today=TODAY)[company.pk]
        assert said(found, Part.PUSH) == [
            (2, "Taihei has moved procurement to Vietnam (31.5% of sales)"),
            (2, "Sales −28% from 2024 to 2025"),
            (1, "Factories in Ota Ward −20% over 2 years"),
        ]
        assert said(found, Part.WILL) == [
            (2, intent),
            (2, "Visited a site in Korea: Gumi plant"),
            (2, "Uses a support programme: Loans"),
            (1, "Visit: Plant tour"),
            (1, "Its cooperative Screw cooperative plans for Indonesia: inspecting"),
        ]
        assert said(found, Part.STRENGTH) == [
            (2, "Masters Grinding, to ±2.5 µm"),
            (2, "Holds IATF 16949, valid until Nov. 20, 2026"),
            (1, "Has a base in Thailand (factory)"),
            (0, "No operating profit in 2025"),
        ]
    assert [each.level for each in found.parts] == [Level.STRONG] * 3
    assert [each.unknown for each in found.parts] == [(), (), ()]


def test_evidence_names_source_day_and_fact() -> None:
    company = whole()
    found = readiness_of([company.pk], today=TODAY)[company.pk]
    lost = found.push.evidence[0].cited
    customer = company.customers.get()
    assert (lost.source, lost.as_of, lost.link) == (
        "Interview",
        TODAY,
        ("customer", str(customer.pk)),
    )
    use = next(each for each in found.will.evidence if each.code == "programme")
    assert (use.cited.as_of, use.cited.link[0]) == (TODAY, "programme")


def test_only_what_took_place_is_an_inspection_and_only_the_newest_of_its_kind() -> None:
    company = whole()
    found = inspections([company.pk], today=TODAY)[company.pk]
    assert [(each.kind, each.subject) for each in found] == [
        ("site_visit", "Gumi plant"),
        ("visit", "Plant tour"),
    ]


def test_a_company_of_which_nothing_is_known() -> None:
    company = make.company()
    found = readiness_of([company.pk], today=TODAY)[company.pk]
    assert [each.level for each in found.parts] == [Level.UNKNOWN] * 3
    assert readiness_of([], today=TODAY) == {}


def test_the_queries_do_not_grow() -> None:
    def queries(keys: list[UUID]) -> int:
        with counted() as asked:
            readiness_of(keys, today=TODAY)
        return len(asked)

    keys = [whole().pk, whole().pk, whole().pk]
    assert queries(keys[:1]) == queries(keys)


def test_the_spread_counts_levels_part_by_part() -> None:
    known, bare = whole(), make.company()
    found = readiness_of([known.pk, bare.pk], today=TODAY).values()
    nothing = {Level.STRONG: 1, Level.SOME: 0, Level.NONE: 0, Level.UNKNOWN: 1}
    assert spread([*found]) == tuple(Spread(part, nothing) for part in Part)


def test_all_has_words() -> None:
    assert {*PARTS, *ABOUT, *SHORT} == {*Part}
    assert {*LEVELS} == {*Level}
    assert {*UNKNOWN} >= {
        *("customers", "sales", "census", "intent", "home_base", "inspections", "programmes"),
        *("skills", "precision", "certificates", "finances"),
    }
