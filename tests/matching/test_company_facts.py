"""From stored facts to arrays, above all where something is inferred."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from matching.features import Country, Mode
from matching.fetching import Fetched, fetch
from tests import make

TODAY = dt.date(2026, 11, 20)

pytestmark = pytest.mark.django_db


def fetched() -> Fetched:
    return fetch(today=TODAY)


def test_a_company_that_lists_nothing_gets_the_process_of_its_industry() -> None:
    plating = make.capability(position=1, jsic_codes=["2464"])
    make.capability(position=2, jsic_codes=["2691", "2692"])
    stated = make.company(jsic_code="2691")
    make.company_capability(stated, plating, precision_um=5)
    make.company(jsic_code="2464")
    make.company(jsic_code="269")  # only the group of three digits is known
    make.company(jsic_code="0111")
    make.company()
    known = fetched().inputs.companies
    assert_array_equal(known.row_company, [0, 1, 2])
    assert_array_equal(known.row_node, [0, 0, 1])
    assert_array_equal(known.row_strength, np.array([1, 0.5, 0.5]))
    assert_array_equal(known.row_inferred, [False, True, True])
    assert_array_equal(known.row_precision_um, [5, np.nan, np.nan])


def test_customers_are_recognised_by_the_names_of_firms_and_groups() -> None:
    make.firm(
        group_name="한빛그룹",
        name_ko="한빛전자",
        name_ja="ハンビッ電子",
        name_en="Hanbit Co., Ltd.",
    )
    make.firm(group_name="", name_ko="새벽중공업", name_en="")
    company, other = make.company(), make.company()
    make.customer(company, name="주식회사 한빛전자 구미공장", share_percent=10)
    make.customer(company, name="HANBIT", share_percent=5)
    make.customer(company, name="새벽중공업", trend="lost", share_percent=30)
    make.customer(company, name="東海自動車", moved_to="KR")
    make.customer(company, name="南海自動車", moved_to="VN", share_percent=20)
    make.customer(company, name="北海自動車", moved_to="TH", share_percent=20)
    make.customer(other, name="새벽")
    facts = fetched()
    known = facts.inputs.companies
    assert facts.labels.groups == ["한빛그룹", "새벽중공업"]
    assert_allclose(known.tie, np.array([[0.15, -1], [-1, -1]]), rtol=1e-6)
    assert_allclose(known.customer_in_korea, [0, -1])
    assert_allclose(known.customer_abroad, [0.4, -1], rtol=1e-6)
    assert_array_equal(known.customers_known, [True, True])


def test_intent_comes_from_the_company_else_from_its_cooperative() -> None:
    own, member, vague, _silent = (make.company() for _ in range(4))
    cooperative = make.cooperative()
    for company in (own, member):
        make.membership(cooperative, company)
    make.group_plan(cooperative, stage="dropped", target_countries=["KR"])
    make.group_plan(cooperative, target_countries=["ID"], keeps_home_base=True)
    make.intent(
        own,
        mode="alone",
        target_countries=["KR", "VN"],
        horizon_months=12,
        keeps_home_base=False,
        as_of=TODAY - dt.timedelta(days=183),
    )
    make.intent(vague, mode="accompanying", target_countries=[])
    known = fetched().inputs.companies
    assert_array_equal(known.mode, [Mode.ALONE, Mode.GROUP, Mode.ACCOMPANYING, Mode.UNKNOWN])
    assert_array_equal(
        known.country, [Country.KOREA, Country.ELSEWHERE, Country.OPEN, Country.UNKNOWN]
    )
    assert_allclose(known.horizon_months, [12 - 183 / 30.4375, np.nan, np.nan, np.nan], rtol=1e-6)
    assert_array_equal(known.home_base_kept, [0, 1, np.nan, np.nan])


def test_expired_certificates_are_known_not_to_be_held() -> None:
    iso, iatf = make.certificate(key="a-iso"), make.certificate(key="b-iatf")
    companies = [make.company() for _ in range(3)]
    make.company_certificate(companies[0], iso, valid_until=TODAY)
    make.company_certificate(companies[0], iatf)
    make.company_certificate(companies[1], iso, valid_until=TODAY - dt.timedelta(days=1))
    known = fetched().inputs.companies
    assert_array_equal(known.certificates, [[True, True], [False, False], [False, False]])
    assert_array_equal(known.certificates_known, [True, True, False])


def test_places_and_programmes_come_from_the_cluster() -> None:
    make.capability(position=1, key="moulds", name_ja="金型", name_ko="금형·형판")
    make.capability(position=2, key="plating", name_ja="めっき", name_ko="도금", synonyms=["鍍金"])
    ota = make.cluster(key="ota", latitude=35.5, longitude=139.7, speciality_ja="切削、金型")
    suwa = make.cluster(
        key="suwa", latitude=36.0, longitude=138.1, speciality_ko="도금 및 정밀가공"
    )
    make.programme().clusters.add(ota)
    for cluster in (ota, suwa, None):
        make.company(cluster=cluster)
    facts = fetched()
    known = facts.inputs.companies
    assert facts.labels.clusters == ["ota", "suwa"]
    assert_array_equal(facts.inputs.reference.specialities, [[True, False], [False, True]])
    assert_array_equal(known.cluster, [0, 1, -1])
    assert_allclose(known.latitude, [35.5, 36.0, np.nan], rtol=1e-6)
    assert_array_equal(known.programme, [1, 0, np.nan])


def test_a_need_asks_one_supplier_for_its_share_and_counts_months() -> None:
    site = make.site(latitude=36.1, longitude=128.3)
    need = make.need(
        site=site,
        firm=site.firm,
        monthly_volume=9000,
        suppliers_wanted=3,
        start_on=TODAY + dt.timedelta(days=61),
        precision_um=20,
        materials=["ＳＵＳ304", "sus304"],
    )
    make.need(start_on=TODAY - dt.timedelta(days=5), status="open")
    make.need(status="withdrawn")
    facts = fetched()
    needs = facts.inputs.needs
    assert facts.labels.materials == ["SUS304"]  # as it was first typed
    assert_allclose(needs.monthly_volume, [3000, np.nan])
    assert_allclose(needs.start_months, [61 / 30.4375, 0], rtol=1e-6)
    assert_allclose(needs.line_precision_um, [20, np.nan])
    assert_allclose(needs.line_size_mm, [np.nan, np.nan])  # no size asked for
    assert_array_equal(needs.line_materials, [[True], [False]])
    assert_allclose(needs.latitude, [36.1, np.nan], rtol=1e-6)
    assert_array_equal(needs.group, [0, 1])
    assert facts.need_ids[0] == need.pk
