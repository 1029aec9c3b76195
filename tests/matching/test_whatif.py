"""What one fact more would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from matching.evidence import evidence_of
from matching.models import Match
from matching.shortlist import rescore
from matching.whatif import Outlook, outlook
from tests import make

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def look(match: Match) -> Outlook:
    return outlook(match, today=NOW.date())


def test_a_missing_fact_is_set_and_the_pair_placed_in_the_list() -> None:
    need = make.need(precision_um=10)
    vague, exact = make.company(employees=50), make.company(employees=50)
    make.company_capability(vague, need.capability)
    make.company_capability(exact, need.capability, precision_um=10)
    rescore(now=NOW)
    match = Match.objects.get(company=vague)
    found = look(match)
    assert found.place == 2
    changes = {change.text: change for change in found.changes}
    held = changes["Holds ±10 µm"]
    assert held.place == 1  # as good as the other, which is not better
    assert held.priority == pytest.approx(Match.objects.get(company=exact).priority)
    assert [c.priority for c in found.changes] == sorted(
        (c.priority for c in found.changes), reverse=True
    )
    assert all(change.priority > match.priority for change in found.changes)
    assert "Looks at Korea" in changes


def test_a_rejected_company_takes_no_place() -> None:
    need = make.need(precision_um=10)
    best, other = make.company(employees=50), make.company(employees=50)
    make.company_capability(best, need.capability, precision_um=10)
    make.company_capability(other, need.capability)
    rescore(now=NOW)
    Match.objects.filter(company=best).update(status="rejected", rejected_because="price")
    assert look(Match.objects.get(company=other)).place == 1


def test_a_certificate_that_is_lacking_is_named() -> None:
    iatf = make.certificate(key="iatf", name_en="IATF 16949")
    need = make.need(musts=[])
    need.certificates.add(iatf)
    company = make.company()
    make.company_capability(company, need.capability)
    make.company_certificate(company, make.certificate())
    rescore(now=NOW)
    match = Match.objects.get()
    change = look(match).changes[0]
    assert change.text == "Holds IATF 16949"
    assert change.score > match.score


def test_what_is_known_is_not_offered_and_a_closed_company_has_no_outlook() -> None:
    make.rule(
        key="minimum_investment", value=100_000_000, unit="krw", valid_from=dt.date(2012, 1, 1)
    )
    need = make.need()
    company = make.company(employees=80, capital_jpy=10**12)
    make.company_capability(company, need.capability)
    make.intent(company, mode="accompanying", target_countries=["KR"], keeps_home_base=True)
    make.customer(company, name=str(need.firm))
    make.membership(make.cooperative(), company)
    rescore(now=NOW)
    match = Match.objects.get()
    assert look(match) == Outlook(1, ())
    company.registration = "closed"
    company.save(update_fields=["registration"])
    assert look(match) == Outlook(1, ())


def test_evidence_names_row_source_and_day() -> None:
    day = dt.date(2026, 3, 1)
    company = make.company(employees=40, source="Visit", as_of=day)
    node = make.capability(name_en="Plating", name_ko="Plating", name_ja="Plating")
    make.company_capability(company, node, precision_um=5, source="Leaflet", as_of=day)
    make.customer(company, name="東海自動車", share_percent=20, source="Call")
    make.intent(company, mode="alone", target_countries=["KR", "VN"], source="Visit", as_of=day)
    make.financials(company, fiscal_year=2025, sales_jpy=497_000_000, source="Report", as_of=day)
    match = make.match(company, make.need(capability=node))
    rows = [(row.part, row.text, row.source, row.as_of) for row in evidence_of(match)]
    assert rows == [
        ("capability", "Plating · ±5 µm", "Leaflet", day),
        ("customer", "東海自動車 20.0%", "Call", None),
        ("intent", "alone · Korea · Vietnam", "Visit", day),
        ("capacity", "40 employees", "Visit", day),
        ("capacity", "Sales in 2025: ¥497,000,000", "Report", day),
    ]
