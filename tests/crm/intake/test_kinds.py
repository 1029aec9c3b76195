"""Contacts, activities, members, firms and needs: what their rows mean, and whom they meet."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone, translation

from crm.intake import running
from crm.intake.kinds import KINDS
from crm.intake.undoing import MACHINE_MADE, _references
from crm.intake.wording import problem_text
from crm.models import Activity, Intake, User
from matching.models import Firm, Match, Need
from prospects.models import Company, Contact, CooperativeMembership
from tests import make
from tests.crm.intake.conftest import Run, Send

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


def told(intake: Intake) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each row's status and what is wrong with it."""
    return [
        (row.status, [(each["column"], each["code"]) for each in row.problems])
        for row in intake.rows.order_by("line")
    ]


def write_and_undo(intake: Intake, run: Run) -> None:
    run(lambda: running.order_undo(intake))
    intake.refresh_from_db()
    assert (intake.state, intake.outcome["kept"]) == ("undone", 0)


def write(intake: Intake, run: Run) -> None:
    run(lambda: running.order_writing(intake))
    intake.refresh_from_db()
    assert (intake.state, intake.failure) == ("done", None)


def test_every_kind_has_its_columns_and_they_fit_the_model() -> None:
    assert {*KINDS} == {*Intake.Kind.values}
    for kind in KINDS.values():
        columns = {str(field.column) for field in kind.model._meta.concrete_fields}
        assert kind.comparison.changeable <= columns
        assert len({column.name for column in kind.layout.columns}) == len(kind.layout.columns)


def test_every_relation_to_what_imports_make_keeps_the_record_or_is_the_machines() -> None:
    """A new table that only the machine writes must be named, or no import could be undone."""
    machine = {model.__name__ for model in MACHINE_MADE}
    assert machine == {"Match", "MatchChange", "MatchExclusion", "Screening", "CompanyReadiness"}
    for kind in KINDS.values():
        referring = {field.model for field in _references(kind.model)}
        expected = {
            field.model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey)
            and field.related_model is kind.model
            and field.remote_field.on_delete is not models.DO_NOTHING
        }
        assert referring == expected


def test_contacts(send: Send, run: Run) -> None:
    company = make.company(name_ja="株式会社見本製作所")
    for city in ("大田区", "堺市"):
        make.company(name_ja="同名工業", city=city)
    cooperative = make.cooperative(name_ja="見本協同組合")
    known = make.contact(company, name="見本 太郎", email="taro@example.com", title="部長")
    intake = send(
        "会社名,組合名,氏名,フリガナ,役職,メール,電話\n"
        "見本製作所,,見本太郎,ﾐﾎﾝ ﾀﾛｳ,社長,TARO@example.com,\n"
        "(株)見本製作所,,見本花子,,,,090-1111-2222\n"
        ",見本協同組合,組合次郎,,,,\n"
        "知らない工業,,だれか,,,,\n"
        "同名工業,,だれか,,,,\n"
        ",,だれか,,,not mail,\n"
        "見本製作所,見本協同組合,両方,,,,\n"
        "見本製作所,,,,,,\n",
        kind="contacts",
        by=make.user(),
    )
    assert told(intake) == [
        ("update", []),
        ("create", []),
        ("create", []),
        ("error", [("company", "no_company")]),
        ("error", [("company", "several_companies")]),
        ("error", [("email", "email")]),
        ("error", [("cooperative", "two_bodies")]),
        ("error", [("name", "required")]),
    ]
    assert intake.rows.get(line=2).changes == {
        "name_kana": ["", "ミホン タロウ"],
        "title": ["部長", "社長"],
        "email": ["taro@example.com", "TARO@example.com"],
    }
    write(intake, run)
    people = Contact.objects.exclude(pk=known.pk).order_by("pk")
    assert [*people.values_list("name", "company", "cooperative", "language", "phone")] == [
        ("見本花子", company.pk, None, "ja", "090-1111-2222"),
        ("組合次郎", None, cooperative.pk, "ja", ""),
    ]
    write_and_undo(intake, run)
    known.refresh_from_db()
    assert (Contact.objects.get(), known.title) == (known, "部長")


def test_activities(send: Send, run: Run, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=SEOUL), tick=False)
    company = make.company(name_ja="株式会社見本製作所")
    officer = make.user(name="김담당", username="kim")
    known = make.activity(
        company=company,
        kind="visit",
        subject="工場見学",
        status="done",
        done_at=dt.datetime(2026, 11, 20, 9, tzinfo=SEOUL),
        outcome="",
    )
    intake = send(
        "会社名,日時,種別,件名,内容,担当\n"
        "見本製作所,2026-11-20 14:00,訪問,工場見学,設備を確認した,\n"
        "見本製作所,令和8年11月2日,電話,,価格の問い合わせ,kim\n"
        "見本製作所,2026/12/1 10:30,面談,年末の面談,,김담당\n"
        "見本製作所,2026-11-22,メール,本日の連絡,,\n"
        "見本製作所,,訪問,日付なし,,\n"
        "見本製作所,2026-11-20,歌,何か,,だれか\n",
        kind="activities",
        by=officer,
    )
    assert told(intake) == [
        ("update", []),
        ("create", []),
        ("create", []),
        ("create", []),
        ("error", [("at", "required")]),
        ("error", [("kind", "choice"), ("owner", "no_user")]),
    ]
    write(intake, run)
    made = Activity.objects.exclude(pk=known.pk).order_by("pk")
    assert [(a.kind, a.subject, a.status, timezone.localtime(a.at), a.owner) for a in made] == [
        (
            "call",
            "価格の問い合わせ",
            "done",
            dt.datetime(2026, 11, 2, 10, tzinfo=SEOUL),
            officer,
        ),
        (
            "meeting",
            "年末の面談",
            "planned",
            dt.datetime(2026, 12, 1, 10, 30, tzinfo=SEOUL),
            officer,
        ),
        ("email", "本日の連絡", "done", dt.datetime(2026, 11, 22, 10, tzinfo=SEOUL), officer),
    ]
    known.refresh_from_db()
    assert known.outcome == "設備を確認した"
    again = send("会社名,日時,種別,件名\n見本製作所,2026-11-20,訪問,工場見学\n", kind="activities")
    assert told(again) == [("same", [])]
    write_and_undo(intake, run)
    known.refresh_from_db()
    assert (Activity.objects.get(), known.outcome) == (known, "")


def test_members_of_a_cooperative(send: Send, run: Run) -> None:
    cooperative = make.cooperative(name_ja="見本協同組合")
    other = make.cooperative(name_ja="別の組合")
    member = make.company(name_ja="株式会社組合員", city="大田区")
    make.membership(cooperative, member)
    tracked = make.company(name_ja="株式会社既知製作所")
    intake = send(
        "組合員名,法人番号,役職,加入日,組合\n"
        f"組合員,{member.corporate_number},理事,,\n"
        f"既知製作所,{tracked.corporate_number},理事長,平成5年4月1日,\n"
        "新規工業,,,,別の組合\n"
        "迷子工業,,,,ない組合\n",
        kind="members",
        cooperative=cooperative,
    )
    assert told(intake) == [
        ("same", []),
        ("update", []),
        ("create", []),
        ("error", [("cooperative", "no_cooperative")]),
    ]
    write(intake, run)
    new = Company.objects.get(name_ja="新規工業")
    memberships = CooperativeMembership.objects.order_by("pk")
    assert [*memberships.values_list("cooperative", "company", "role", "since")] == [
        (cooperative.pk, member.pk, "", None),
        (cooperative.pk, tracked.pk, "理事長", dt.date(1993, 4, 1)),
        (other.pk, new.pk, "", None),
    ]
    write_and_undo(intake, run)
    assert [*memberships.values_list("company", flat=True)] == [member.pk]
    assert not Company.objects.filter(name_ja="新規工業").exists()


def test_a_member_list_without_a_cooperative_says_so(send: Send) -> None:
    intake = send("組合員名\n新規工業\n", kind="members")
    assert told(intake) == [("error", [("", "no_cooperative")])]


def test_a_name_that_two_firms_bear_is_refused_and_the_key_tells_them_apart(send: Send) -> None:
    one = make.firm(name_ko="한빛전자", name_en="Hanbit Electronics")
    make.firm(name_ko="한빛전자(주)", name_en="Hanbit")
    intake = send(
        f"기업명,영문명,그룹,동반 키\n한빛전자,,가,\n한빛전자,Hanbit,나,\n한빛전자,,다,{one.pk}\n",
        kind="firms",
    )
    assert told(intake) == [("error", [("", "several_of_name")]), ("update", []), ("update", [])]
    assert intake.rows.get(line=4).target == one.pk


def test_a_firms_code_is_checked_against_the_divisions_of_ksic(send: Send) -> None:
    intake = send("기업명,KSIC\n가상전자,40120\n나래중공업,C31114\n다솔,G31\n", kind="firms")
    assert told(intake) == [
        ("error", [("ksic_code", "ksic_division")]),
        ("create", []),
        ("error", [("ksic_code", "ksic_section")]),
    ]


def test_firms(send: Send, run: Run) -> None:
    known = make.firm(name_ko="가상전자(주)", group_name="")
    intake = send(
        "기업명,영문명,그룹,KSIC,홈페이지\n"
        "가상전자,,가상그룹,C26410,\n"
        "나래중공업,Narae Heavy,나래그룹,31114,www.example.com\n"
        "나래중공업(주),,,,\n"
        ",,,,\n",
        kind="firms",
    )
    assert told(intake) == [("update", []), ("create", []), ("error", [("", "repeated")])]
    assert intake.rows.get(line=2).changes == {
        "group_name": ["", "가상그룹"],
        "ksic_code": ["", "26410"],
    }
    write(intake, run)
    firm = Firm.objects.exclude(pk=known.pk).get()
    assert (firm.name_ko, firm.name_en, firm.website) == (
        "나래중공업",
        "Narae Heavy",
        "https://www.example.com",
    )
    write_and_undo(intake, run)
    assert Firm.objects.get() == known


def test_needs(send: Send, run: Run) -> None:
    firm = make.firm(name_ko="가상전자(주)")
    process = make.capability(key="cutting", name_ko="절삭", name_ja="切削")
    certificate = make.certificate(key="iso-9001", name_en="ISO 9001")
    intake = send(
        "수요기업,품목명,공정,재질,공차(µm),월 물량(만개),인증,시작,국산화\n"
        "가상전자,로봇 관절 부품,절삭 가공,SUS304/알루미늄,±5,2,ISO 9001,2027-04-01,예\n"
        "없는전자,무엇,절삭,,,,,,\n"
        "가상전자,무엇,마법,,,,ISO 1,,\n",
        kind="needs",
    )
    assert told(intake) == [
        ("create", []),
        ("error", [("firm", "no_firm")]),
        ("error", [("capability", "capability"), ("certificates", "certificate")]),
    ]
    write(intake, run)
    need = Need.objects.get()
    assert (need.firm, need.capability, need.materials, need.precision_um) == (
        firm,
        process,
        ["SUS304", "알루미늄"],
        5.0,
    )
    assert (need.monthly_volume, need.start_on, need.localises_import, need.status) == (
        20_000,
        dt.date(2027, 4, 1),
        True,
        "open",
    )
    assert [*need.certificates.all()] == [certificate]
    write_and_undo(intake, run)
    assert not Need.objects.exists()
    assert not Match.objects.exists()


@pytest.mark.parametrize("heading", ["공급 개시일", "조달 개시일", "공급 시작", "供給開始日"])
def test_the_start_of_supply_is_known_by_each_of_its_names(send: Send, heading: str) -> None:
    make.firm(name_ko="가상전자(주)")
    make.capability(key="cutting", name_ko="절삭")
    intake = send(
        f"한국 대기업,과제명,공정,{heading}\n가상전자,로봇 부품,절삭,27.4.1\n", kind="needs"
    )
    assert intake.rows.get().stored["start_on"] == "2027-04-01"


def test_needs_in_the_words_that_the_screens_use(send: Send, run: Run) -> None:
    make.firm(name_ko="가상전자(주)", name_ja="架空電子")
    make.capability(key="cutting", name_ko="절삭", name_ja="切削")
    intake = send(
        "한국 대기업,과제명,공정,월 생산,인증,공급 시작,필요 협력사\n"
        '가상전자,로봇 부품,절삭,"1,200",해당 없음,2027년 4월,2\n',
        kind="needs",
    )
    assert told(intake) == [("create", [])]
    write(intake, run)
    need = Need.objects.get()
    told_of = (need.name_ko, need.monthly_volume, need.start_on, need.suppliers_wanted)
    assert told_of == ("로봇 부품", 1200, dt.date(2027, 4, 1), 2)
    assert not need.certificates.exists()
    intake = send(
        "韓国企業,案件名,加工,月産,認証,供給開始,調達社数,状態\n"
        "架空電子,ロボット部品,切削,1200,認証なし,2027/4,2,募集中\n"
        "架空電子,別の部品,切削,,,,,未知\n",
        kind="needs",
    )
    assert told(intake) == [("create", []), ("error", [("status", "choice")])]
    problem = intake.rows.get(status="error").problems[0]
    with translation.override("ko"):
        assert (
            problem_text(problem) == "‘未知’은(는) 다음 중 하나가 아닙니다: 모집 중 · 충족 · 철회"
        )
    with translation.override("ja"):
        assert problem_text(problem).endswith("募集中 · 充足 · 取り下げ")


def test_an_officer_may_bring_in_contacts_and_talks_only() -> None:
    from crm.access import allowed

    officer = make.user(role=User.Role.OFFICER)
    may = {key for key, kind in KINDS.items() if allowed(officer, kind.action)}
    assert may == {"contacts", "activities"}
