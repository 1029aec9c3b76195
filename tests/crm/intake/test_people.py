"""Talks that name the persons they were with."""

from __future__ import annotations

import pytest

from crm.intake import running
from crm.intake.participants import Person, read_people
from crm.models import Activity, Intake
from prospects.models import Contact
from tests import make
from tests.crm.intake.conftest import Run, Send
from tests.crm.intake.test_kinds import told, write, write_and_undo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("見本太郎", [("見本太郎", "", "")]),
        ("見本 太郎 部長、山田花子様", [("見本 太郎", "", "部長"), ("山田花子", "", "")]),
        ("佐藤健（工場長）", [("佐藤健", "", "工場長")]),
        ("김민수 과장; 이영희님", [("김민수", "", "과장"), ("이영희", "", "")]),
        ("ジョン・スミス", [("ジョン・スミス", "", "")]),
        ("Taro <taro@example.com>", [("Taro", "taro@example.com", "")]),
        ("taro@example.com", [("", "taro@example.com", "")]),
    ],
)
def test_persons_as_people_write_them(cell: str, people: list[tuple[str, str, str]]) -> None:
    assert [(each.name, each.email, each.title) for each in read_people(cell)] == people


def test_a_person_is_known_by_address_and_name() -> None:
    assert Person("見本 太郎様", "見本 太郎", "TARO@example.com").words[0] == "e:taro@example.com"


ROWS = (
    "会社名,日時,種別,件名,参加者\n"
    "見本製作所,2026-11-02,訪問,見学,見本太郎社長、花子@example\n"
    "見本製作所,2026-11-02,電話,確認,見本太郎様; hanako@example.com\n"
    "見本製作所,2026-11-03,電話,相談,山田 次郎 部長\n"
    "見本製作所,2026-11-04,訪問,再訪,山田次郎、見本 太郎\n"
    "見本製作所,2026-11-05,訪問,同名,同名\n"
    "見本製作所,2026-11-06,電話,誰か,who@example.com\n"
)


def test_known_persons_are_linked_and_unknown_ones_refused(send: Send, run: Run) -> None:
    company = make.company(name_ja="株式会社見本製作所")
    taro = make.contact(company, name="見本 太郎")
    hanako = make.contact(company, name="見本 花子", email="hanako@example.com")
    for _ in range(2):
        make.contact(company, name="同名")
    make.contact(name="山田次郎")  # at another company
    intake = send(ROWS, kind="activities")
    assert told(intake) == [
        ("error", [("people", "email")]),
        ("create", []),
        ("error", [("people", "no_person")]),
        ("error", [("people", "no_person")]),
        ("error", [("people", "several_people")]),
        ("error", [("people", "no_person_of_address")]),
    ]
    assert intake.rows.get(line=3).changes == {"+contacts": [None, [str(taro.pk), str(hanako.pk)]]}
    write(intake, run)
    assert {*Activity.objects.get().contacts.all()} == {taro, hanako}
    write_and_undo(intake, run)
    assert not Activity.objects.exists()
    assert Contact.objects.count() == 5


def tick(intake: Intake) -> None:
    running.map_columns(
        intake,
        sheet=0,
        heading_row=0,
        headings=intake.headings,
        mapping=intake.mapping,
        options={"add_people": True},
    )


def test_unknown_persons_are_added_when_that_is_ticked(send: Send, run: Run) -> None:
    company = make.company(name_ja="株式会社見本製作所")
    taro = make.contact(company, name="見本 太郎")
    stored = make.activity(
        company=company, kind="visit", subject="再訪", done_at="2026-11-04T03:00Z"
    )
    intake = send(ROWS, kind="activities")
    run(lambda: tick(intake))
    intake.refresh_from_db()
    assert told(intake)[2:5] == [("create", []), ("update", []), ("create", [])]
    assert intake.rows.get(line=4).changes == {"+new_contacts": [None, "山田 次郎"]}
    assert told(intake)[5] == ("error", [("people", "no_person_of_address")])
    run(lambda: running.correct(intake, line=4, cells={4: "山田 次郎（課長）"}))  # the same person
    write(intake, run)
    new = Contact.objects.exclude(pk=taro.pk).order_by("name")
    assert [*new.values_list("name", "title", "company", "language")] == [
        ("同名", "", company.pk, "ja"),
        ("山田 次郎", "課長", company.pk, "ja"),
    ]
    assert {*stored.contacts.values_list("name", flat=True)} == {"見本 太郎", "山田 次郎"}
    write_and_undo(intake, run)
    assert (Contact.objects.get(), Activity.objects.get()) == (taro, stored)
    assert not stored.contacts.exists()


def test_an_added_person_who_was_edited_or_met_again_stays(send: Send, run: Run) -> None:
    company = make.company(name_ja="株式会社見本製作所")
    intake = send(
        "会社名,日時,種別,件名,参加者\n"
        "見本製作所,2026-11-02,訪問,一,一郎\n"
        "見本製作所,2026-11-02,訪問,二,二郎\n"
        "見本製作所,2026-11-02,訪問,三,三郎\n",
        kind="activities",
    )
    run(lambda: tick(intake))
    write(intake, run)
    Contact.objects.filter(name="一郎").update(phone="03-1111-1111", version=2)
    make.activity(company=company).contacts.add(Contact.objects.get(name="二郎"))
    run(lambda: running.order_undo(intake))
    intake.refresh_from_db()
    assert {*Contact.objects.values_list("name", flat=True)} == {"一郎", "二郎"}
    kept = {row.line: row.kept for row in intake.rows.filter(kept__isnull=False)}
    beside = [{"code": "beside", "noun": "prospects.Contact"}]
    assert kept == {2: beside, 3: beside}


def test_a_person_added_by_somebody_meanwhile_is_not_added_twice(send: Send, run: Run) -> None:
    company = make.company(name_ja="株式会社見本製作所")
    intake = send(
        "会社名,日時,件名,参加者\n見本製作所,2026-11-02,一,一郎\n見本製作所,2026-11-02,二,\n",
        kind="activities",
    )
    run(lambda: tick(intake))
    make.contact(company, name="一郎")
    write(intake, run)
    assert told(intake) == [("error", [("", "added_beside")]), ("create", [])]
    assert Contact.objects.count() == 1
