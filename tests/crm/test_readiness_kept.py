"""Readiness as lists know it: kept, marked by whatever changes a fact, renewed, never stale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from crm import tasks
from crm.models import Activity
from crm.readiness import readiness_of, renew, renew_all
from prospects.models import (
    Company,
    CompanyReadiness,
    GroupPlan,
    ProgrammeUse,
    ReadinessMark,
    SupportProgramme,
)
from prospects.readiness.marks import COMPANIES, DEALS, FACTS, INSPECTIONS, PROGRAMMES
from tests import make
from tests.crm.web.signed_in import client_of

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
Made = Callable[[Company], models.Model]


def marked() -> set[UUID]:
    return {*ReadinessMark.objects.values_list("company_id", flat=True)}


def kept(company: Company) -> tuple[int, int, int]:
    row = CompanyReadiness.objects.get(company=company)
    return row.push, row.will, row.strength


def live(company: Company) -> tuple[int, ...]:
    found = readiness_of([company.pk], today=TODAY)[company.pk]
    return tuple(int(each.level) for each in found.parts)


def _plan(company: Company) -> GroupPlan:
    group = make.cooperative()
    make.membership(group, company)
    renew(today=TODAY)
    return make.group_plan(group, stage=GroupPlan.Stage.DECIDED)


def _census(company: Company) -> models.Model:
    company.cluster = make.cluster()
    company.save()
    renew(today=TODAY)
    return make.census(
        company.cluster, year=None, factories=None, min_employees=None,
        change_percent=-20, change_years=2,
    )  # fmt: skip


def _membership(company: Company) -> models.Model:
    group = make.cooperative()
    make.group_plan(group, stage=GroupPlan.Stage.DECIDED)
    return make.membership(group, company)


def _visited(company: Company) -> models.Model:
    deal = make.deal(site_visit_on=TODAY)
    renew(today=TODAY)
    return company.deal_investors.create(deal=deal)


#: Each kind of evidence: how a row of it is made for a company of which nothing was known.
EVIDENCE: dict[str, Made] = {
    "prospects_companycustomer": lambda c: make.customer(c, name="Taihei", trend="lost"),
    "prospects_companyfinancials": lambda c: make.financials(c, operating_profit_jpy=4),
    "prospects_expansionintent": lambda c: make.intent(c, horizon_months=12),
    "prospects_overseasbase": make.overseas_base,
    "prospects_companycapability": make.company_capability,
    "prospects_companycertificate": make.company_certificate,
    "prospects_programmeuse": lambda c: ProgrammeUse.objects.create(
        company=c, programme=make.programme(kind="loan")
    ),
    "prospects_cooperativemembership": _membership,
    "prospects_groupplan": _plan,
    "prospects_clustercensus": _census,
    "crm_activity": lambda c: make.activity(company=c, kind="visit", done_at=NOON),
    "crm_dealinvestor": _visited,
}


def test_every_table_of_evidence_is_tried() -> None:
    assert EVIDENCE.keys() == FACTS.keys() | INSPECTIONS.keys()
    assert {*COMPANIES, *PROGRAMMES, *DEALS} == {"INSERT", "UPDATE"}


@pytest.mark.parametrize("table", EVIDENCE)
def test_a_fact_that_comes_changes_or_goes_is_worked_in(table: str) -> None:
    company, other = make.company(), make.company()
    renew(today=TODAY)
    bare = kept(company)
    assert (bare, marked()) == ((-1, -1, -1), set())

    row = EVIDENCE[table](company)
    assert row._meta.db_table == table
    assert marked() == {company.pk}
    renew(today=TODAY)
    assert kept(company) == live(company) != bare
    assert marked() == set()

    row.save()
    assert marked() == {company.pk}
    renew(today=TODAY)

    row.delete()
    assert company.pk in marked()
    renew(today=TODAY)
    assert kept(company) == live(company)
    assert kept(other) == bare


def test_a_fact_that_goes_over_to_another_company_marks_both() -> None:
    giver, taker = make.company(), make.company()
    row = make.customer(giver)
    renew(today=TODAY)
    with connection.cursor() as cursor:  # as a merge does it
        cursor.execute(
            "UPDATE prospects_companycustomer SET company_id = %s WHERE id = %s",
            [taker.pk, row.pk],
        )
    assert marked() == {giver.pk, taker.pk}


def test_a_company_counts_by_its_cluster() -> None:
    company = make.company()
    renew(today=TODAY)
    company.phone = "1"
    company.save()
    assert marked() == set()
    cluster = make.cluster()
    make.census(
        cluster, year=None, factories=None, min_employees=None, change_percent=-20, change_years=2
    )
    company.cluster = cluster
    company.save()
    assert marked() == {company.pk}
    renew(today=TODAY)
    assert kept(company) == (1, -1, -1)


def test_a_programme_counts_by_its_kind() -> None:
    company = make.company()
    programme = make.programme(kind="desk")
    ProgrammeUse.objects.create(company=company, programme=programme)
    renew(today=TODAY)
    assert kept(company) == (-1, 1, -1)
    programme.provider_ko = "은행"
    programme.save()
    assert marked() == set()
    programme.kind = SupportProgramme.Kind.LOAN
    programme.save()
    renew(today=TODAY)
    assert kept(company) == (-1, 2, -1)


def test_a_visit_counts_from_when_it_took_place() -> None:
    company = make.company()
    planned = make.activity(company=company, kind="visit", planned_for=NOON)
    make.activity(company=company, kind="call", done_at=NOON)
    deal = make.deal(company)
    renew(today=TODAY)
    assert kept(company) == (-1, -1, -1)
    planned.status, planned.done_at = Activity.Status.DONE, NOON
    planned.save()
    renew(today=TODAY)
    assert kept(company) == (-1, 1, -1)
    deal.title = "Another title"
    deal.save()
    assert marked() == set()
    deal.site_visit_on = TODAY
    deal.save()
    renew(today=TODAY)
    assert kept(company) == (-1, 2, -1)


def test_the_night_works_out_what_only_the_day_changes() -> None:
    company, other = make.company(), make.company()
    make.company_certificate(company, valid_until=TODAY)
    renew(today=TODAY)
    assert kept(company) == (-1, -1, 1)
    tomorrow = TODAY + dt.timedelta(days=1)
    seen: list[int] = []
    assert renew_all(today=tomorrow, progress=seen.append) == 2
    assert (kept(company), seen) == ((-1, -1, 0), [2])
    assert {*CompanyReadiness.objects.values_list("as_of", flat=True)} == {tomorrow}
    assert kept(other) == (-1, -1, -1)


def test_a_company_that_is_gone_leaves_nothing() -> None:
    company = make.company()
    renew(today=TODAY)
    make.customer(company)
    company.delete()
    assert renew(today=TODAY) == 1
    assert (CompanyReadiness.objects.count(), marked()) == (0, set())


@pytest.mark.django_db(transaction=True)
def test_a_form_that_changes_a_fact_has_it_worked_in_at_once() -> None:
    company = make.company()
    tasks.renew_readiness()
    assert kept(company) == (-1, -1, -1)
    answer = client_of().post(
        reverse("web:company_intent", args=[company.pk]),
        {"mode": "alone", "version": "0"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert (kept(company), marked()) == ((-1, 1, -1), set())


def test_reading_renews_nothing() -> None:
    company = make.company()
    client: Client = client_of()
    assert client.get(reverse("web:company_list")).status_code == 200
    assert marked() == {company.pk}
