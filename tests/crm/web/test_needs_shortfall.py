"""The page of a need that nobody, or hardly anybody, can meet."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from crm.web import needs_shortfall
from matching.models import Need
from matching.shortlist import rescore
from prospects.models import Company
from tests import make
from tests.crm.web.signed_in import client_of, words

pytestmark = pytest.mark.django_db


def able(need: Need, **row: Any) -> Company:
    company = make.company()
    make.company_capability(company, need.capability, **row)
    return company


def page_of(need: Need, query: str = "", **kwargs: Any) -> Any:
    return client_of().get(f"/needs/{need.pk}/{query}", **kwargs)


def test_nobody_does_the_work() -> None:
    family = make.capability(name_en="Casting")
    need = make.need(capability=make.capability(name_en="Die casting", parent=family))
    sand = make.capability(key="sand", name_en="Sand casting", parent=family)
    make.company_capability(make.company(), sand)
    rescore()
    page = page_of(need)
    said = words(page)
    assert "No company does this work None lists Die casting, a kind of it or the process" in said
    assert "Near it, but not the same work: Sand casting 1" in said
    assert "?capability=sand" in page.content.decode()
    assert "Edit the need" in said
    assert "What excludes the rest" not in said


def test_one_must_keeps_all_out() -> None:
    iatf = make.certificate(key="iatf", name_en="IATF 16949")
    need = make.need()
    need.certificates.add(iatf)
    for _each in range(3):
        make.company_certificate(able(need), make.certificate())
    rescore()
    page = page_of(need)
    said = words(page)
    assert "No company meets what is a must" in said
    assert "3 companies do the work; all are left out. Without “IATF 16949” 3 would be in" in said
    [line] = page.context["lines"]
    assert (line.label, line.kept.failing, line.kept.alone, line.kept.without) == (
        "IATF 16949",
        3,
        3,
        3,
    )
    assert [lacks for _near, lacks in page.context["near"]] == [["Lacks IATF 16949"]] * 3
    assert said.count("Loosen a condition") == 2  # in the empty list and above the table


def test_two_musts_together_keep_the_only_company_out() -> None:
    start = timezone.localdate() + dt.timedelta(days=200)
    need = make.need(size_max_mm=500, start_on=start, musts=["size", "start"])
    make.intent(able(need, size_max_mm=300), horizon_months=36)
    rescore()
    page = page_of(need)
    labels = [line.label for line in page.context["lines"]]
    assert labels == ["Largest part 500 mm", labels[1], f"Largest part 500 mm + {labels[1]}"]
    assert "One company does the work; it is left out. No single condition decides:" in words(page)
    [(_near, lacks)] = page.context["near"]
    assert lacks[0] == "Parts up to 300 mm; 500 mm asked for"
    assert lacks[1].startswith("Moves in 36 months; ")


def test_a_short_list_says_so_above_itself() -> None:
    need = make.need(size_max_mm=500, musts=["size"], suppliers_wanted=4)
    able(need)
    able(need, size_max_mm=300)
    rescore()
    said = words(page_of(need))
    assert (
        "4 suppliers are wanted. 2 companies do the work; one of them meets what is a must. "
        "Without “Largest part 500 mm” 2 would be in question, not 1." in said
    )
    for _each in range(4):
        able(need)
    rescore()
    assert page_of(need).context.get("short") is None


def test_a_must_that_contradicts_itself_or_asks_nothing_is_said() -> None:
    far = timezone.localdate() + dt.timedelta(days=4 * 365)
    need = make.need(musts=["certificates", "size", "start"], start_on=far)
    need.certificates.add(iso := make.certificate(name_en="ISO 9001"))
    make.company_certificate(able(need), iso, valid_until=far - dt.timedelta(days=400))
    rescore()
    said = words(page_of(need))
    assert "certificates are usually issued for three (ISO/IEC 17021-1)" in said
    assert "The largest part is a must, but no size is stated. So it leaves nobody out." in said
    assert "One holds it now, but not until supply starts." in said
    Need.objects.update(start_on=None)
    rescore()
    assert "The start is a must, but no day is stated." in words(page_of(need))


def test_rejected_companies_are_not_called_left_out_and_a_closed_need_has_no_list() -> None:
    need = make.need()
    able(need)
    rescore()
    need.matches.update(status="rejected", rejected_kind="other", rejected_because="-")
    assert "No company is in the list any more" in words(page_of(need))
    Need.objects.update(status="met")
    assert "This need is not open" in words(page_of(need))


def test_many_companies_are_weighed_after_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs_shortfall, "AT_ONCE", 0)
    need = make.need(size_max_mm=500, musts=["size"])
    able(need, size_max_mm=300)
    rescore()
    page = page_of(need)
    assert "States less than the part size asked for 1" in words(page)
    assert ("lines" in page.context, page.context["balance_waits"]) == (False, True)
    htmx = {"HX-Request": "true", "HX-Target": "left-out"}
    part = page_of(need, "?weighed=1", headers=htmx)
    assert [line.label for line in part.context["lines"]] == ["Largest part 500 mm"]
    assert "<html" not in part.content.decode()
    assert "lines" in page_of(need, "?weighed=1").context  # without scripts the same as a page


def test_facts_that_changed_since_the_run_are_counted_as_of_now() -> None:
    need = make.need(size_max_mm=500, musts=["size"])
    able(need, size_max_mm=300)
    rescore()
    able(need, size_max_mm=200)
    found = page_of(need).context["left_out"]
    assert (found.able, found.passing) == (2, 0)
