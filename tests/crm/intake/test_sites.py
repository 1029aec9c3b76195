"""Firms' addresses, their sites, and needs that name a site, materials, certificates, measures."""

from __future__ import annotations

import pytest

from crm.models import Intake
from matching.models import Firm, Need, Site
from prospects.models import Material
from tests import make
from tests.crm.intake.conftest import Run, Send
from tests.crm.intake.test_kinds import told, write, write_and_undo

pytestmark = pytest.mark.django_db


def places(**narrow: object) -> list[tuple[str, str, str, str]]:
    sites = Site.objects.filter(**narrow).order_by("pk")
    return [*sites.values_list("name_ko", "region", "city", "street")]


def test_an_address_of_a_firm_makes_a_site(send: Send, run: Run) -> None:
    known = make.firm(name_ko="가상전자(주)")
    make.site(known, name_ko="본사")
    intake = send(
        "기업명,주소,사업장명\n"
        "가상전자,경북 구미시 3공단2로 100,구미공장\n"
        "나래중공업,부산 강서구 녹산산단382로 14,\n"
        "다래화학,어딘가 1,\n"
        "라온기계,,울산공장\n",
        kind="firms",
    )
    assert told(intake) == [
        ("update", []),
        ("create", []),
        ("error", [("address", "no_region")]),
        ("error", [("site", "site_without_address")]),
    ]
    assert intake.rows.get(line=2).changes == {
        "+sites": [None, "구미공장 (경상북도 구미시 3공단2로 100)"]
    }
    assert intake.rows.get(line=3).changes == {
        "+sites": [None, "본사 (부산광역시 강서구 녹산산단382로 14)"]
    }
    again = send("기업명,주소\n가상전자,서울 중구 세종대로 1\n", kind="firms")
    assert told(again) == [("same", [])]  # it has a head office already
    write(intake, run)
    assert places(firm=known)[1:] == [("구미공장", "경상북도", "구미시", "3공단2로 100")]
    new = Firm.objects.get(name_ko="나래중공업")
    assert places(firm=new) == [("본사", "부산광역시", "강서구", "녹산산단382로 14")]
    write_and_undo(intake, run)
    assert [*Firm.objects.all()] == [known]
    assert [name for name, *_place in places()] == ["본사"]


def test_a_site_that_a_need_uses_stays_when_the_import_is_undone(send: Send, run: Run) -> None:
    known = make.firm(name_ko="가상전자(주)")
    intake = send(
        "기업명,주소\n가상전자,경북 구미시 1\n나래중공업,부산 강서구 1\n다래화학,대구 달성군 1\n",
        kind="firms",
    )
    write(intake, run)
    make.need(known, site=Site.objects.get(firm=known))
    new = Firm.objects.get(name_ko="나래중공업")
    make.deal(site=Site.objects.get(firm=new))
    run(lambda: run_undo(intake))
    intake.refresh_from_db()
    assert {*Firm.objects.values_list("name_ko", flat=True)} == {"가상전자(주)", "나래중공업"}
    kept = {row.line: row.kept for row in intake.rows.filter(kept__isnull=False)}
    assert kept == {
        2: [{"code": "beside", "noun": "matching.Site"}],
        3: [{"code": "referred", "noun": "matching.Site"}],
    }


def run_undo(intake: Intake) -> None:
    from crm.intake import running

    running.order_undo(intake)


def test_sites(send: Send, run: Run) -> None:
    firm = make.firm(name_ko="가상전자(주)")
    zone = make.zone(name_ko="구미 부품소재전용공단")
    known = make.site(firm, name_ko="창원공장", region="경상남도", city="창원시")
    intake = send(
        "기업명,사업장명,주소,시도,시군구,외국인투자지역,위도,경도\n"
        "가상전자,구미공장,경상북도 구미시 3공단2로 100,,,구미 부품소재전용공단,36.1,128.4\n"
        "가상전자,수원공장,,경기,수원시 영통구,,,\n"
        "가상전자,창원공장,경남 창원시 성산구 공단로 1,,,,,\n"
        "가상전자,세종공장,세종시 한누리대로 1,충남,,,,\n"
        "가상전자,부산공장,,어느도,,없는단지,,\n"
        "가상전자,무주소공장,,,,,,\n"
        "없는전자,공장,부산 강서구 1,,,,,\n",
        kind="sites",
    )
    assert told(intake) == [
        ("create", []),
        ("create", []),
        ("update", []),
        ("error", [("address", "other_region")]),
        ("error", [("region", "region"), ("zone", "zone")]),
        ("error", [("address", "required")]),
        ("error", [("firm", "no_firm")]),
    ]
    assert intake.rows.get(line=4).changes == {
        "city": ["창원시", "창원시 성산구"],
        "street": ["", "공단로 1"],
    }
    write(intake, run)
    assert places(firm=firm) == [
        ("창원공장", "경상남도", "창원시 성산구", "공단로 1"),
        ("구미공장", "경상북도", "구미시", "3공단2로 100"),
        ("수원공장", "경기도", "수원시 영통구", ""),
    ]
    site = Site.objects.get(name_ko="구미공장")
    assert (site.zone, site.latitude, site.longitude) == (zone, 36.1, 128.4)
    write_and_undo(intake, run)
    known.refresh_from_db()
    assert (Site.objects.get(), known.city, known.street) == (known, "창원시", "")


def test_needs_with_a_site_measures_and_several_certificates(send: Send, run: Run) -> None:
    firm = make.firm(name_ko="가상전자(주)")
    gumi = make.site(firm, name_ko="가상전자(주) 구미시 공장", city="구미시")
    for name in ("창원 1공장", "창원 2공장"):
        make.site(firm, name_ko=name, region="경상남도", city="창원시")
    make.site(name_ko="남의 공장", city="포항시")
    make.capability(key="cutting", name_ko="절삭", name_ja="切削")
    Material.objects.create(key="aluminium", name_ko="알루미늄")
    keys = ("iso-9001", "iatf-16949", "jis-q-9100", "iso-iec-17025")
    names = ("ISO 9001 (quality)", "IATF 16949 (automotive)", "JIS Q 9100 / AS9100 (aerospace)",
             "ISO/IEC 17025 (testing)")  # fmt: skip
    for key, name in zip(keys, names, strict=True):
        make.certificate(key=key, name_en=name)
    intake = send(
        "수요기업,사업장,품목명,공정,재질,공차,최대 크기,월 물량,인증\n"
        "가상전자,구미시 공장,하나,절삭,SUS304/알루미늄,±0.01mm,300×200×100mm,2만개/월,"
        '"ISO9001:2015, IATF 16949 인증"\n'
        "가상전자,구미,둘,절삭,,10µm,0.5m,5千個/月,AS/JIS Q 9100・ISO/IEC 17025\n"
        "가상전자,창원,셋,절삭,,0.01,,,\n"
        "가상전자,남의 공장,넷,절삭,,±0.01~0.02mm,큼,100개/일,ISO 1/IATF16949\n",
        kind="needs",
    )
    assert told(intake) == [
        ("create", []),
        ("create", []),
        ("error", [("precision_um", "unit_missing")]),
        (
            "error",
            [
                ("precision_um", "one_tolerance"),
                ("size_max_mm", "length"),
                ("monthly_volume", "per_month"),
                ("certificates", "certificate"),
            ],
        ),
    ]
    run(lambda: correct_measures(intake))
    assert told(intake)[2:] == [
        ("error", [("site", "several_sites")]),
        ("error", [("site", "no_site")]),
    ]
    write(intake, run)
    needs = Need.objects.order_by("pk")
    assert [
        (n.site, n.materials, n.precision_um, n.size_max_mm, n.monthly_volume) for n in needs
    ] == [
        (gumi, ["SUS304", "aluminium"], 10.0, 300.0, 20_000),
        (gumi, [], 10.0, 500.0, 5000),
    ]
    assert [sorted(n.certificates.values_list("key", flat=True)) for n in needs] == [
        ["iatf-16949", "iso-9001"],
        ["iso-iec-17025", "jis-q-9100"],
    ]
    write_and_undo(intake, run)
    assert not Need.objects.exists()


def correct_measures(intake: Intake) -> None:
    from crm.intake import running

    running.correct(intake, line=4, cells={5: "10µm"})
    running.correct(intake, line=5, cells={5: "", 6: "", 7: "", 8: ""})
