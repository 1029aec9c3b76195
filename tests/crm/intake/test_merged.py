"""Imports of companies that are merged into another before or after they are written."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from crm.intake import running
from crm.merging import merge
from crm.models import Intake, User
from crm.web.imports_rows import lines_of
from prospects.companies import change_company
from prospects.models import Company
from tests import make
from tests.crm.intake.conftest import Run, Send
from tests.crm.intake.test_companies import problems, undo, write

pytestmark = pytest.mark.django_db


def into(survivor: Company, *absorbed: Company) -> None:
    for each in (survivor, *absorbed):
        each.refresh_from_db()
    merge(survivor, absorbed, by=make.user(role=User.Role.ANALYST))


def shown(intake: Intake, line: int) -> tuple[str, str, str, str]:
    """What the page says of a row: name, link, where it went, why it stays."""
    with translation.override("en"):
        (told,) = lines_of(intake, [intake.rows.get(line=line)])
    return told.name, told.url, told.moved, told.kept


def page_of(company: Company) -> str:
    return reverse("web:company_detail", args=[company.pk])


def test_rows_lead_to_the_successor_and_the_undo_says_what_stays(send: Send, run: Run) -> None:
    survivor = make.company(name_ja="株式会社存続")
    known = make.company(name_ja="株式会社既知", employees=10)
    intake = send(
        "会社名,法人番号,従業員数\n"
        f"既知,{known.corporate_number},12\n"
        "新規工業,,5\n"
        "取込存続工業,,7\n"
        "そのまま工業,,8\n"
    )
    write(intake, run)
    made = {company.name_ja: company for company in Company.objects.all()}
    into(survivor, made["新規工業"], known)
    into(made["取込存続工業"], make.company(name_ja="別の会社", employees=1))
    moved = "Merged into 株式会社存続: the link leads there."
    assert shown(intake, 2) == ("株式会社既知", page_of(survivor), moved, "")
    assert shown(intake, 3) == ("新規工業", page_of(survivor), moved, "")

    undo(intake, run)
    stays = "merged since the import: what it stored is part of 株式会社存続 now"
    assert shown(intake, 2) == ("株式会社既知", page_of(survivor), "", stays)
    assert shown(intake, 3) == ("新規工業", page_of(survivor), "", stays)
    took_up = "another company was merged into this one since the import"
    assert shown(intake, 4)[3] == took_up
    left = {survivor.pk, made["取込存続工業"].pk}
    assert {*Company.objects.values_list("pk", flat=True)} == left
    assert (intake.outcome["removed"], intake.outcome["kept"]) == (1, 3)


def test_what_was_merged_after_the_check_is_not_written(send: Send, run: Run) -> None:
    survivor, known = make.company(), make.company(employees=10)
    intake = send(f"会社名,法人番号,従業員数\n既知,{known.corporate_number},12\n新規工業,,1\n")
    into(survivor, known)
    write(intake, run)
    assert problems(intake, 2) == [("", "merged_meanwhile")]
    survivor.refresh_from_db()
    assert survivor.employees == 10  # taken from the merged one, not from the file


def test_a_possible_company_that_was_merged_is_shown_as_its_successor(send: Send, run: Run) -> None:
    one, other = (make.company(name_ja="同名工業", city=city) for city in ("大田区", "堺市"))
    survivor = make.company(name_ja="株式会社存続")
    intake = send("会社名,従業員数\n同名工業,77\n")
    into(survivor, one)
    (line,) = lines_of(intake, [intake.rows.get()])
    assert {(each.key, each.url) for each in line.candidates} == {
        (str(survivor.pk), page_of(survivor)),
        (str(other.pk), page_of(other)),
    }
    run(lambda: running.decide(intake, line=2, choice="update", picked=str(survivor.pk)))
    write(intake, run)
    survivor.refresh_from_db()
    assert survivor.employees == 77


def test_the_key_of_a_merged_company_is_refused_by_name(send: Send) -> None:
    survivor, gone = make.company(name_ja="株式会社存続"), make.company()
    key = str(gone.pk)
    into(survivor, gone)
    intake = send(f"会社名,Dongban ID\n何か,{key}\n")
    assert intake.rows.get().problems == [
        {"column": "id", "code": "merged_key", "about": {"name": "株式会社存続"}}
    ]


def test_contacts_of_a_merged_company_belong_to_its_successor(send: Send) -> None:
    survivor, gone = make.company(name_ja="株式会社存続"), make.company()
    number = gone.corporate_number
    into(survivor, gone)
    intake = send(f"法人番号,氏名\n{number},見本太郎\n", kind="contacts")
    assert intake.rows.get().stored["company_id"] == str(survivor.pk)


def test_every_way_to_work_on_a_record_keeps_it_with_its_reason(send: Send, run: Run) -> None:
    """In a deal, edited, met, covered: each row says which, and only the idle one goes."""
    names = ("商談工業", "編集工業", "面談工業", "担当工業", "放置工業")
    intake = send("会社名,従業員数\n" + "".join(f"{name},5\n" for name in names))
    write(intake, run)
    made = {company.name_ja: company for company in Company.objects.all()}
    make.investor(make.deal(make.company(name_ja="他社")), made["商談工業"])
    change_company(made["編集工業"], fields={"note": "電話した"})
    make.activity(company=made["面談工業"])
    make.coverage(made["担当工業"], make.user())
    undo(intake, run)
    left = {*Company.objects.values_list("name_ja", flat=True)} - {"他社"}
    kept = {row.cells[0]: row.kept for row in intake.rows.filter(kept__isnull=False)}
    assert kept == {
        "商談工業": [{"code": "referred", "noun": "crm.DealInvestor"}],
        "編集工業": [{"code": "edited"}],
        "面談工業": [{"code": "referred", "noun": "crm.Activity"}],
        "担当工業": [{"code": "referred", "noun": "crm.Coverage"}],
    }
    # What stays is just what is said to stay.
    assert (left, intake.outcome["removed"], intake.outcome["kept"]) == ({*kept}, 1, 4)
