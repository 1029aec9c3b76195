"""From stored facts to arrays, above all where something is inferred."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from matching.features import Age, Country, Mode
from matching.fetching import Fetched, fetch
from matching.finances import least_investment_jpy
from matching.models import Firm
from tests import make

TODAY = dt.date(2026, 11, 1)  # ages count from the first of the month

pytestmark = pytest.mark.django_db


def fetched() -> Fetched:
    return fetch(today=TODAY)


def test_a_company_gets_the_process_of_its_industry_that_it_does_not_list() -> None:
    plating = make.capability(position=1, jsic_codes=["2464"])
    make.capability(position=2, jsic_codes=["2691", "2692"])
    stated = make.company(jsic_code="2691")
    make.company_capability(stated, plating, precision_um=5)
    make.company(jsic_code="2464")
    make.company(jsic_code="269")  # only the group of three digits is known
    listed = make.company(jsic_code="2464")  # says so itself
    make.company_capability(listed, plating, precision_um=8)
    make.company(jsic_code="0111")
    make.company()
    known = fetched().inputs.companies
    assert_array_equal(known.row_company, [0, 0, 1, 2, 3])
    assert_array_equal(known.row_node, [0, 1, 0, 1, 0])
    guess = np.float32(0.72)
    assert_array_equal(known.row_strength, np.array([1, guess, guess, guess, 1]))
    assert_array_equal(known.row_inferred, [False, True, True, True, False])
    assert_array_equal(known.row_precision_um, [5, np.nan, np.nan, np.nan, 8])


def test_customers_are_recognised_by_the_names_of_firms_and_groups() -> None:
    make.firm(
        group_name="한빛그룹",
        group_name_ja="ハンビッグループ",
        name_ko="한빛전자",
        name_ja="ハンビッ電子",
        name_en="Hanbit Co., Ltd.",
    )
    make.firm(group_name="", name_ko="새벽중공업", name_en="")
    for firm in Firm.objects.order_by("pk"):
        make.need(firm)
    company, other = make.company(), make.company()
    make.customer(company, name="주식회사 한빛전자 구미공장", share_percent=10)
    make.customer(company, name="HANBIT", share_percent=3)
    make.customer(company, name="ハンビッグループ", share_percent=2)
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


def test_a_name_stays_that_of_its_group_though_nobody_asks_for_that_group() -> None:
    make.need(make.firm(group_name="한빛"))
    display = make.firm(group_name="한빛디스플레이")
    make.firm_tie(display, name="東海自動車 浜松工場", kind="buys")
    make.firm_tie(Firm.objects.get(group_name="한빛"), name="東海自動車", kind="supplies")
    company = make.company()
    make.customer(company, name="한빛디스플레이 파주공장")
    make.customer(company, name="東海自動車 浜松工場")
    facts = fetched()
    assert facts.labels.groups == ["한빛"]
    assert_array_equal(facts.inputs.companies.tie, [[-1]])
    assert_array_equal(facts.inputs.companies.indirect, [[[-1, -1, -1]]])


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
    unasked = make.certificate(key="c-iso")
    make.company_certificate(companies[2], unasked)
    assert fetched().inputs.companies.certificates.shape == (3, 0)  # nobody asks for any
    make.need().certificates.set([iso, iatf])
    known = fetched().inputs.companies
    assert_array_equal(known.certificates, [[True, True], [False, False], [False, False]])
    assert_array_equal(known.certificates_known, [True, True, True])


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
    assert_array_equal(needs.line_materials, [[True, False], [False, False]])  # and others
    assert_allclose(needs.latitude, [36.1, np.nan], rtol=1e-6)
    assert_array_equal(needs.group, [0, 1])
    assert facts.need_ids[0] == need.pk


def test_materials_are_held_against_their_families() -> None:
    aluminium = make.material(key="aluminium")
    for key in ("A5052", "A6061"):
        make.material(key=key, parent=aluminium)
    make.need(materials=["aluminium", "A5052"])
    plating = make.capability()
    for stated in (["A5052"], ["アルミ", "aluminium"], ["A6061"], ["rubber"], []):
        make.company_capability(make.company(), plating, materials=stated)
    facts = fetched()
    known = facts.inputs.companies
    assert facts.labels.materials == ["A5052", "aluminium"]
    assert_array_equal(
        known.row_materials,  # the last column: states any
        [[1, 1, 1], [0, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]],
    )
    assert_array_equal(known.row_families, [[0, 0, 0], [1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]])


def test_partners_and_rivals_of_a_firm_are_recognised_among_customers() -> None:
    firm, other = make.firm(group_name="한빛그룹"), make.firm(group_name="")
    make.firm_tie(firm, name="東海自動車株式会社", kind="supplies")
    make.firm_tie(other, name="東海自動車", kind="competes")
    make.firm_tie(firm, name="南海電機", kind="buys")
    for each in (firm, other):
        make.need(each)
    company = make.company()
    make.customer(company, name="東海自動車 浜松工場", share_percent=20)
    make.customer(company, name="南海電機", trend="lost", share_percent=50)
    known = fetched().inputs.companies
    assert_allclose(known.indirect, [[[0.2, -1, -1], [-1, -1, 0.2]]], rtol=1e-6)
    assert_array_equal(known.tie, [[-1, -1]])


def test_a_share_counts_once_and_all_shares_are_no_more_than_the_sales() -> None:
    first, second = make.firm(group_name="미르그룹"), make.firm(group_name="미르그룹")
    for firm in (first, second):
        make.firm_tie(firm, name="青葉自動車", kind="supplies")
    make.firm_tie(first, name="若葉電機", kind="supplies")
    make.need(second)
    company = make.company()
    make.customer(company, name="青葉自動車", share_percent=60)
    make.customer(company, name="若葉電機", share_percent=55)  # as typed, of different years
    known = fetch(today=TODAY).inputs.companies
    assert_allclose(known.indirect, [[[1, -1, -1]]])


def test_finances_against_the_least_investment_in_force() -> None:
    make.rule(
        key="minimum_investment", value=100_000_000, unit="krw", valid_from=dt.date(2012, 1, 1)
    )
    least = least_investment_jpy(TODAY)
    assert least is not None
    rich, poor, silent = make.company(capital_jpy=int(4 * least)), make.company(), make.company()
    make.financials(rich, fiscal_year=2025, sales_jpy=121, operating_profit_jpy=-12)
    make.financials(rich, fiscal_year=2023, sales_jpy=100)
    make.financials(rich, fiscal_year=2015, sales_jpy=1)
    make.financials(poor, fiscal_year=2025, sales_jpy=int(3 * least))
    make.intent(silent, budget_jpy=int(least / 2))
    known = fetched().inputs.companies
    assert_allclose(known.growth, [0.1, np.nan, np.nan], rtol=1e-4)
    assert_allclose(known.margin, [-12 / 121, np.nan, np.nan], rtol=1e-4)
    assert_allclose(known.means, [2, 0.3, 0.5], rtol=1e-4)


def test_members_of_a_cooperative_cover_the_other_steps_of_a_chain() -> None:
    mould = make.capability(key="mould_die", position=1)
    shot = make.capability(key="polymer_moulding", position=2)
    injection = make.capability(key="injection", position=3, parent=shot)
    paint = make.capability(key="surface_treatment", position=4)
    make.capability(key="software", position=5)
    one, two, alone = (make.company() for _ in range(3))
    cooperative, planless = make.cooperative(), make.cooperative()
    for company, node in ((one, injection), (two, mould)):
        make.membership(cooperative, company)
        make.company_capability(company, node)
    make.membership(planless, alone)
    make.company_capability(alone, paint)
    make.group_plan(cooperative, stage="inspecting")
    make.need(capability=mould)
    make.need(capability=injection)
    # Of a family that no need asks for, nothing is read.
    unread = fetched().inputs.reference.cover
    assert_array_equal(np.isnan(unread[0]), [False, False, False, True, True])
    make.need(capability=paint)
    facts = fetched()
    known, reference = facts.inputs.companies, facts.inputs.reference
    assert_array_equal(known.plan, np.array([0.7, 0.7, 0.3], dtype=np.float32))
    assert_array_equal(known.fellows, [0, 0, 1])
    assert_array_equal(reference.in_chain, [True, True, True, True, False])
    # Of moulding's other steps, mould, surface and assembly, one is covered.
    third, most = np.float32(1 / 3), np.float32(2 / 3)
    assert_array_equal(reference.cover[0], [third, third, third, most, np.nan])


def test_evidence_is_as_old_as_its_date_else_as_the_companys_entry() -> None:
    company = make.company(as_of=TODAY - dt.timedelta(days=487), employees=20)
    make.company_capability(company, as_of=TODAY - dt.timedelta(days=61))
    make.company_capability(company)
    make.customer(company, as_of=TODAY - dt.timedelta(days=365))
    make.customer(company, as_of=TODAY - dt.timedelta(days=61))
    type(company).objects.update(created_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC))
    known = fetched().inputs.companies
    two = 61 / 30.4375
    assert_allclose(known.row_age_months, [two, two], rtol=1e-6)
    ages = dict(zip(Age, known.age_months[0].tolist(), strict=True))
    assert ages[Age.CUSTOMERS] == pytest.approx(two)
    assert ages[Age.FINANCES] == pytest.approx(487 / 30.4375)
    assert np.isnan([ages[Age.CERTIFICATES], ages[Age.INTENT], ages[Age.GROUP]]).all()
