"""Suppliers, customers and competitors of Korean firms in a list of firms."""

from __future__ import annotations

import pytest
from django.utils import translation

from crm.exports.nouns import NOUNS
from crm.intake import running
from crm.intake.wording import reasons
from matching.intake.firms import FirmComparison
from matching.models import Firm, FirmTie
from tests import make
from tests.crm.exports.test_nouns import table
from tests.crm.intake.conftest import Run, Send
from tests.crm.intake.test_kinds import told, write, write_and_undo

pytestmark = pytest.mark.django_db

LIST = (
    "기업명,그룹,공급사,고객사,경쟁사,출처,기준일\n"
    "가상전자,,하나정밀; (주)두리소재,세움 Co. Ltd.,,공시 자료,2026-09-30\n"
    "나래중공업,나래그룹,,,다래기계; 라온기계,,\n"
)


def ties() -> list[tuple[str, str, str, str]]:
    rows = FirmTie.objects.order_by("firm__pk", "pk")
    return [*rows.values_list("firm__name_ko", "kind", "name", "source")]


def test_each_name_becomes_a_tie_and_goes_again(send: Send, run: Run) -> None:
    known = make.firm(name_ko="가상전자(주)", group_name="가상그룹")
    FirmTie.objects.create(firm=known, kind="supplies", name="두리소재")
    intake = send(LIST, kind="firms")
    assert told(intake) == [("update", []), ("create", [])]
    assert {name: new for name, (_old, new) in intake.rows.get(line=2).changes.items()} == {
        "source": "공시 자료",
        "as_of": "2026-09-30",
        "+suppliers": ["하나정밀"],
        "+buyers": ["세움 Co. Ltd."],
    }
    assert intake.rows.get(line=3).changes == {"+competitors": [None, ["다래기계", "라온기계"]]}
    write(intake, run)
    assert intake.outcome["linked"] == 2
    assert ties() == [
        ("가상전자(주)", "supplies", "두리소재", ""),
        ("가상전자(주)", "supplies", "하나정밀", "공시 자료"),
        ("가상전자(주)", "buys", "세움 Co. Ltd.", "공시 자료"),
        ("나래중공업", "competes", "다래기계", ""),
        ("나래중공업", "competes", "라온기계", ""),
    ]
    assert told(send(LIST, kind="firms")) == [("same", []), ("same", [])]
    write_and_undo(intake, run)
    assert ties() == [("가상전자(주)", "supplies", "두리소재", "")]
    assert Firm.objects.get() == known


def test_a_tie_that_somebody_changed_stays_when_the_import_is_undone(send: Send, run: Run) -> None:
    make.firm(name_ko="가상전자(주)")
    intake = send(LIST, kind="firms")
    write(intake, run)
    tie = FirmTie.objects.get(name="하나정밀")
    tie.source = "담당자 확인"
    tie.save()
    run(lambda: running.order_undo(intake))
    assert ties() == [("가상전자(주)", "supplies", "하나정밀", "담당자 확인")]
    assert {row.line: row.kept for row in intake.rows.filter(kept__isnull=False)} == {
        2: [{"code": "beside", "noun": "matching.FirmTie"}]
    }


def test_what_is_wrong_names_row_field_and_rule(send: Send) -> None:
    make.firm(name_ko="가상전자(주)", name_en="Gasang Electronics", group_name="가상그룹")
    long = "가" * 201
    intake = send(
        "기업명,그룹,공급사,고객사,경쟁사\n"
        "가상전자,,하나정밀;Gasang Electronics Co.,,가상그룹\n"
        f"나래중공업,나래그룹,{long},,나래그룹\n"
        "다래기계,,,(주)다래기계,\n",
        kind="firms",
    )
    assert told(intake) == [
        ("error", [("suppliers", "tie_to_itself"), ("competitors", "tie_to_itself")]),
        ("error", [("suppliers", "too_long")]),
        ("error", [("buyers", "tie_to_itself")]),
    ]
    with translation.override("en"):
        rows = intake.rows.order_by("line")
        said = [reasons(row.problems, FirmComparison.layout).split("\n") for row in rows]
    rule = "is the firm itself or its group: name another company."
    assert said == [
        [
            f"Suppliers of the firm: “Gasang Electronics Co.” {rule}",
            f"Competitors of the firm: “가상그룹” {rule}",
        ],
        ["Suppliers of the firm: At most 200 characters; these are 201."],
        [f"Customers of the firm: “(주)다래기계” {rule}"],
    ]
    assert not FirmTie.objects.exists()


def test_an_exported_list_of_firms_comes_back_as_it_is(send: Send) -> None:
    firm = make.firm(name_ko="가상전자(주)")
    for kind, name in (("supplies", "하나정밀"), ("supplies", "Nemo Co., Ltd."), ("buys", "세움")):
        FirmTie.objects.create(firm=firm, kind=kind, name=name)
    [row] = table("firms")
    told_of = {name: row[name] for name in ("suppliers", "buyers", "competitors")}
    assert told_of == {"suppliers": "Nemo Co., Ltd.; 하나정밀", "buyers": "세움", "competitors": ""}
    names = [field.name for field in NOUNS["firms"].fields if row[field.name] not in (None, "")]
    cells = ",".join('"' + str(row[name]) + '"' for name in names)
    assert told(send(",".join(names) + "\n" + cells + "\n", kind="firms")) == [("same", [])]


def test_the_needs_of_the_firm_and_its_group_are_scored_again(
    send: Send, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = make.firm(name_ko="가상전자(주)", group_name="가상그룹")
    own, kin = make.need(firm), make.need(make.firm(group_name="가상그룹"))
    make.need()
    asked: list[object] = []
    monkeypatch.setattr("crm.intake.kinds.need_changed", asked.append)
    write(send(LIST, kind="firms"), run)
    assert asked == [own.pk, kin.pk]
