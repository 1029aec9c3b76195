"""Company lists from file to undo: what each row would do, does, and how it is taken back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import translation
from pghistory.models import Events
from python_calamine import CalamineWorkbook

from crm.intake import running, writing
from crm.intake.leaving import write_left_out
from crm.intake.running import IntakeError
from crm.models import Intake, IntakeRow
from crm.timeline import timeline_of
from prospects.companies import change_company
from prospects.models import Company, CompanyCapability
from tests import make
from tests.crm.intake.conftest import Run, Send

pytestmark = pytest.mark.django_db
HEADINGS = "会社名,法人番号,住所,従業員数,資本金（万円）,加工技術"


def statuses(intake: Intake) -> dict[int, str]:
    return dict(intake.rows.values_list("line", "status"))


def problems(intake: Intake, line: int) -> list[tuple[str, str]]:
    found = intake.rows.get(line=line).problems
    return [(each["column"], each["code"]) for each in found]


def write(intake: Intake, run: Run) -> None:
    run(lambda: running.order_writing(intake))
    intake.refresh_from_db()


def undo(intake: Intake, run: Run) -> None:
    run(lambda: running.order_undo(intake))
    intake.refresh_from_db()


def test_a_list_says_what_each_row_would_do_before_anything_is_written(send: Send) -> None:
    cluster = make.cluster(municipality_codes=["13111"])
    make.company(
        prefecture="東京都", city="大田区", municipality_code="13111", name_ja="株式会社場所"
    )
    known = make.company(name_ja="株式会社既知製作所", employees=10)
    make.company(name_ja="有限会社同名工業", city="東大阪市")
    process = make.capability(key="cutting", name_ja="切削")
    new = make.corporate_number()
    intake = send(
        f"{HEADINGS}\n"
        f'㈱新規工業,{new},東京都大田区蒲田1-2,48名,"3,000",切削\n'
        f"既知製作所,{known.corporate_number},,12,,\n"
        f"株式会社既知製作所,{known.corporate_number},,10,,\n"
        "同名工業,,,20,,\n"
        "間違い工業,123,,四十人,,紙折り\n"
    )
    assert (intake.state, intake.failure) == (Intake.State.READY, None)
    assert statuses(intake) == {2: "create", 3: "update", 4: "error", 5: "duplicate", 6: "error"}
    assert intake.rows.get(line=2).stored == {
        "name_ja": "㈱新規工業",
        "corporate_number": new,
        "prefecture": "東京都",
        "city": "大田区",
        "street": "蒲田1-2",
        "municipality_code": "13111",
        "cluster_id": str(cluster.pk),
        "employees": 48,
        "capital_jpy": 30_000_000,
    }
    assert intake.rows.get(line=2).links == {"capabilities": [{"capability_id": str(process.pk)}]}
    # A name that differs by its legal form is no news, and an empty cell erases nothing.
    assert intake.rows.get(line=3).changes == {"employees": [10, 12]}
    assert problems(intake, 4) == [("", "repeated")]
    assert problems(intake, 6) == [
        ("corporate_number", "corporate_number"),
        ("employees", "number"),
        ("capabilities", "capability"),
    ]
    assert Company.objects.count() == 3
    assert intake.counts == {
        "create": 1,
        "update": 1,
        "duplicate": 1,
        "error": 2,
        "making": 1,
        "changing": 1,
        "leaving": 3,
        "rows": 5,
    }


def test_correction_decision_writing_and_undo(send: Send, run: Run) -> None:
    known = make.company(name_ja="株式会社既知製作所", employees=10, city="大田区")
    process = make.capability(key="cutting", name_ja="切削")
    intake = send(
        f"{HEADINGS}\n新規工業,,,48名,3000,切削\n既知製作所,,,12,,切削\n直し工業,123,,四十人,,\n"
    )
    run(lambda: running.correct(intake, line=4, cells={1: "", 3: "40"}))
    run(lambda: running.decide_all(intake, choice=IntakeRow.Choice.UPDATE))
    intake.refresh_from_db()
    assert statuses(intake) == {2: "create", 3: "duplicate", 4: "create"}
    write(intake, run)
    assert (intake.state, intake.outcome) == ("done", {"made": 2, "changed": 1, "linked": 2})
    made = Company.objects.exclude(pk=known.pk).order_by("pk")
    assert [*made.values_list("name_ja", "employees", "capital_jpy", "version")] == [
        ("新規工業", 48, 30_000_000, 1),
        ("直し工業", 40, None, 1),
    ]
    known.refresh_from_db()
    assert (known.employees, known.version, known.name_ja) == (12, 2, "株式会社既知製作所")
    assert {*CompanyCapability.objects.values_list("company__name_ja", "capability")} == {
        ("新規工業", process.pk),
        ("株式会社既知製作所", process.pk),
    }
    assert _history(known)[-1] == ("update", "一覧.csv", str(intake.owner_id))

    undo(intake, run)
    assert intake.state == "undone"
    outcome = {"made": 2, "changed": 1, "linked": 2, "removed": 2, "restored": 1, "kept": 0}
    assert intake.outcome == outcome
    assert [*Company.objects.values_list("pk", "employees")] == [(known.pk, 10)]
    assert not CompanyCapability.objects.exists()
    with translation.override("en"):
        told = [entry.lines for entry in timeline_of(known).entries]
    # In one transaction, as here, what came or went and what changed may be two entries each.
    for head, change in (
        ("Import undone: 一覧.csv", "Employees: 12 → 10"),
        ("Import: 一覧.csv", "Employees: 10 → 12"),
    ):
        assert change in [line for lines in told if lines[:1] == (head,) for line in lines]


def _history(company: Company) -> list[tuple[str, Any, Any]]:
    events: Any = Events.objects.tracks(company).order_by("pgh_created_at", "pgh_id")  # type: ignore[no-untyped-call]
    return [
        (e.pgh_label, (e.pgh_context or {}).get("file"), (e.pgh_context or {}).get("user"))
        for e in events
    ]


def test_an_undo_leaves_what_was_worked_on_and_says_why(send: Send, run: Run) -> None:
    known = make.company(name_ja="株式会社既知製作所", employees=10, phone="03-1111-1111")
    number = known.corporate_number
    intake = send(
        "会社名,法人番号,従業員数,電話\n"
        f"既知製作所,{number},12,03-2222-2222\n"
        "編集工業,,,\n"
        "使用工業,,,\n"
        "削除工業,,,\n"
        "そのまま工業,,,\n"
    )
    write(intake, run)
    by_name = {company.name_ja: company for company in Company.objects.all()}
    change_company(by_name["編集工業"], fields={"note": "電話した"})
    make.activity(company=by_name["使用工業"])
    by_name["削除工業"].delete()
    known.refresh_from_db()
    change_company(known, fields={"employees": 99})
    make.match(by_name["そのまま工業"])  # a suggestion, as scoring makes them

    undo(intake, run)
    assert {*Company.objects.values_list("name_ja", flat=True)} == {
        "株式会社既知製作所",
        "編集工業",
        "使用工業",
    }
    known.refresh_from_db()
    assert (known.employees, known.phone) == (99, "03-1111-1111")
    kept = dict(intake.rows.filter(kept__isnull=False).values_list("cells__0", "kept"))
    assert kept == {
        "既知製作所": [{"code": "fields", "fields": ["employees"]}],
        "編集工業": [{"code": "edited"}],
        "使用工業": [{"code": "referred", "noun": "crm.Activity"}],
        "削除工業": [{"code": "gone"}],
    }
    assert intake.outcome["removed"] == 1


def test_what_changed_since_the_check_is_not_written_over(send: Send, run: Run) -> None:
    known = make.company(name_ja="株式会社既知製作所", employees=10)
    new = make.corporate_number()
    intake = send(
        "会社名,法人番号,従業員数\n"
        f"既知製作所,{known.corporate_number},12\n"
        f"新規工業,{new},5\n"
        "他社工業,,7\n"
    )
    change_company(known, fields={"employees": 11})
    make.company(name_ja="先に工業", corporate_number=new)
    write(intake, run)
    known.refresh_from_db()
    assert known.employees == 11
    assert statuses(intake) == {2: "error", 3: "error", 4: "create"}
    assert [problems(intake, line)[0][1] for line in (2, 3)] == [
        "changed_meanwhile",
        "added_meanwhile",
    ]
    assert (intake.outcome["made"], intake.counts["leaving"]) == (1, 2)


def test_a_worker_that_dies_half_way_leaves_nothing_and_can_be_started_again(
    send: Send, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = send("会社名,従業員数\n一号工業,1\n二号工業,2\n")

    def dies(*_args: object) -> int:
        raise SystemExit  # as a worker that is told to end

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_change", dies)
        with pytest.raises(SystemExit):
            write(intake, run)
    intake.refresh_from_db()
    assert (intake.state, Company.objects.count()) == (Intake.State.WRITING, 0)
    assert not intake.rows.filter(record__isnull=False).exists()
    with pytest.raises(IntakeError):
        running.order_writing(intake)

    run(lambda: running.go_on(intake))
    intake.refresh_from_db()
    assert (intake.state, Company.objects.count()) == (Intake.State.DONE, 2)
    running.work_on(intake.pk)  # a task that comes twice
    assert Company.objects.count() == 2


def test_a_clash_at_the_last_moment_writes_nothing(
    send: Send, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = send("会社名\n一号工業\n")

    def clashes(*_args: object) -> int:
        raise IntegrityError

    monkeypatch.setattr(writing, "_change", clashes)
    write(intake, run)
    assert (intake.state, intake.failure) == ("ready", {"code": "collided", "about": {}})
    assert not Company.objects.exists()


def test_left_out_rows_come_as_a_file_that_can_be_sent_in_again(
    send: Send, run: Run, tmp_path: Path
) -> None:
    intake = send("会社名,従業員数,備考\n一号工業,一人,=1+1\n二号工業,2,\n")
    write(intake, run)
    out = io.BytesIO()
    with translation.override("ko"):
        assert write_left_out(intake, out) == 1
    out.seek(0)
    rows = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()
    assert rows == [
        ["제외 사유", "파일의 행 번호", "会社名", "従業員数", "備考"],
        ["종업원 수: ‘一人’은(는) 숫자가 아닙니다.", 2.0, "一号工業", "一人", "=1+1"],
    ]


def test_the_choice_of_columns_is_remembered_for_the_same_headings(send: Send, run: Run) -> None:
    first = send("会社名,分類\n一号工業,x\n")
    run(
        lambda: running.map_columns(
            first, sheet=0, heading_row=0, headings=first.headings, mapping=["name_ja", "note"]
        )
    )
    second = send("会社名 ,分類\n二号工業,y\n")
    assert second.mapping == ["name_ja", "note"]


def test_a_row_that_repeated_a_corrected_one_is_free_again(send: Send, run: Run) -> None:
    one, other = make.corporate_number(), make.corporate_number()
    intake = send(f"会社名,法人番号\n一号工業,{one}\n二号工業,{one}\n")
    assert problems(intake, 3) == [("", "repeated")]
    run(lambda: running.correct(intake, line=2, cells={1: other}))
    assert statuses(intake) == {2: "create", 3: "create"}


def test_a_company_is_chosen_among_several_possible_ones(send: Send, run: Run) -> None:
    first, second = (make.company(name_ja="同名工業", city=city) for city in ("大田区", "堺市"))
    intake = send("会社名,従業員数\n同名工業,77\n")
    row = intake.rows.get()
    assert {each["id"] for each in row.candidates} == {str(first.pk), str(second.pk)}
    run(lambda: running.decide(intake, line=2, choice="update", picked=str(second.pk)))
    write(intake, run)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.employees, second.employees) == (None, 77)


@pytest.mark.parametrize(
    ("text", "code"),
    [("会社名,住所\n", "no_rows"), ("", "empty")],
)
def test_a_file_without_rows_is_refused_in_words(text: str, code: str, send: Send) -> None:
    intake = send(text)
    assert intake.failure == {"code": code, "about": {}}
    assert intake.state == (Intake.State.COLUMNS if text else Intake.State.REFUSED)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    send: Send, django_assert_max_num_queries: Any
) -> None:
    make.company(name_ja="既知工業", city="大田区")
    rows = "".join(f"見本{n}工業,{make.corporate_number()},大田区\n" for n in range(300))
    with django_assert_max_num_queries(75):
        intake = send(f"会社名,法人番号,住所\n{rows}")
    assert intake.counts["create"] == 300
