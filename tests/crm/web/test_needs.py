"""Needs: the list, a need with its ranked companies, the forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.listing import PATIENCE, list_first
from matching.models import Firm, Match, Need
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, words

pytestmark = pytest.mark.django_db


def test_none_yet() -> None:
    assert "No need yet" in words(client_of().get("/needs/"))


def test_the_list_counts_matches_and_filters() -> None:
    need = make.need(make.firm(name_en="Hanbit"), name_en="Turning of shafts")
    make.need(name_en="Plating", status="met")
    make.match(need=need, status="shortlisted", score=0.9)
    make.match(need=need, score=0.7)
    client = client_of()
    ((shown, counts),) = client.get("/needs/?status=open").context["rows"]
    assert (shown, counts.total, counts.chosen, counts.best_score) == (need, 2, 1, 0.9)
    assert "Plating" in words(client.get("/needs/?q=plat"))
    assert "No need fits" in words(client.get("/needs/?q=nothing"))


def test_the_page_ranks_the_companies_that_fit() -> None:
    need = make.need(name_en="Turning of shafts")
    low, high = make.match(need=need, score=0.5), make.match(need=need, score=0.9)
    make.match(score=1.0)
    page = client_of().get(f"/needs/{need.pk}/")
    assert [line["match"] for line in page.context["rows"]] == [high, low]
    assert "No company fits yet" in words(client_of().get(f"/needs/{make.need().pk}/"))


def test_the_musts_are_chosen_in_the_form() -> None:
    firm = make.firm()
    client = client_of()
    assert client.get("/needs/new/").context["form"]["musts"].value() == ["certificates"]
    sent = data(firm, capability=str(make.capability().pk), musts=["size", "start"])
    client.post("/needs/new/", sent)
    assert Need.objects.get().musts == ["size", "start"]
    assert client.post("/needs/new/", sent | {"musts": "all"}, headers=IN_PANEL).status_code == 422


def data(firm: Firm, **fields: object) -> dict[str, object]:
    return {
        "firm": f"firm:{firm.pk}",
        "name_en": "Turning of shafts",
        "status": "open",
        "suppliers_wanted": "2",
        **fields,
    }


def test_a_new_need_is_scored(django_capture_on_commit_callbacks: object) -> None:
    firm, capability = make.firm(is_demo=True), make.capability()
    company = make.company()
    make.company_capability(company, capability)
    certificate = make.certificate()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client_of().post(
            "/needs/new/",
            data(
                firm,
                capability=str(capability.pk),
                materials="SUS304, A5052",
                certificates=[certificate.pk],
            ),
        )
    need = Need.objects.get()
    assert (need.firm, need.materials, [*need.certificates.all()], need.is_demo) == (
        firm,
        ["SUS304", "A5052"],
        [certificate],
        True,
    )
    assert Match.objects.get().company == company


def test_a_need_wants_a_name_a_firm_and_its_own_site() -> None:
    firm, capability = make.firm(), make.capability()
    site = make.site()
    sent = data(firm, capability=str(capability.pk), site=str(site.pk), name_en="")
    answer = client_of().post("/needs/new/", sent, headers=IN_PANEL)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"site", "__all__"}
    assert not Need.objects.exists()


def test_edit_writes_certificates_too_and_refuses_a_lost_update() -> None:
    need = make.need(name_en="Turning", name_ko="")
    certificate = make.certificate()
    sent = data(
        need.firm, capability=str(need.capability_id), certificates=[certificate.pk], version="1"
    )
    client = client_of()
    assert client.post(f"/needs/{need.pk}/edit/", sent).status_code == 302
    stored = Need.objects.get()
    assert (stored.name_en, stored.suppliers_wanted, stored.version) == ("Turning of shafts", 2, 2)
    assert [*stored.certificates.all()] == [certificate]
    late = client.post(f"/needs/{need.pk}/edit/", sent | {"name_en": "Late"}, headers=IN_PANEL)
    assert late.status_code == 422
    assert Need.objects.get().name_en == "Turning of shafts"


def test_the_page_dates_its_source_with_the_weekday() -> None:
    need = make.need(source="Buyer's e-mail", as_of=dt.date(2020, 11, 20))
    said = words(client_of().get(f"/needs/{need.pk}/"))
    assert "Source Buyer's e-mail Fri, Nov 20, 2020" in said


def test_only_a_need_nobody_worked_with_is_removed() -> None:
    client = client_of()
    fresh, used = make.need(), make.need()
    make.match(need=fresh)
    make.match(need=used, status="shortlisted")
    client.post(f"/needs/{fresh.pk}/remove/")
    refused = client.post(f"/needs/{used.pk}/remove/", follow=True)
    assert [*Need.objects.all()] == [used]
    assert "People have decided about its matches" in refused.content.decode()


def test_queries_do_not_grow_with_the_rows() -> None:
    client = client_of()
    need = make.need(site=make.site())
    make.match(need=need)
    urls = ("/needs/", f"/needs/{need.pk}/")
    counts = []
    for _ in range(2):
        for url in urls:
            client.get(url)
        with CaptureQueriesContext(connection) as queries:
            for url in urls:
                client.get(url)
        counts.append(len(queries))
        for _match in range(2):
            make.match(make.company(cluster=make.cluster()), need)
            make.match()
    assert counts[0] == counts[1]


def test_the_list_of_a_changed_need_is_waited_for_and_then_shown() -> None:
    need, client = make.need(monthly_volume=1000, just_saved=True), client_of()
    for pieces in (900, 500):
        company = make.company(employees=20)
        make.company_capability(company, need.capability, monthly_volume=pieces)
    url = f"/needs/{need.pk}/"
    waits = 'hx-target="#ranked"'
    asks = {"HX-Request": "true", "HX-Target": "ranked"}
    first = client.get(url)
    assert ("rows" in first.context, waits in first.content.decode()) == (False, True)
    assert client.get(url, headers=asks).status_code == 204
    list_first([need.pk])
    section = client.get(url, headers=asks)
    page = section.content.decode()
    assert (waits in page, 'id="ranked"' in page, "<h1" in page) == (False, True, False)
    assert len(section.context["rows"]) == 2
    make.match(need=need)  # of before: what is about to be written anew is not shown
    assert client.get(url).context["rows"] == section.context["rows"]


def test_the_former_list_is_shown_where_the_new_one_does_not_come() -> None:
    need, client = make.need(just_saved=True), client_of()
    former = make.match(need=need)
    url, asks = f"/needs/{need.pk}/", {"HX-Request": "true", "HX-Target": "ranked"}
    nothing_drawn = asks | {"HX-Trigger": "no-list-yet"}
    Need.objects.update(updated_at=timezone.now() - PATIENCE)
    assert client.get(url, headers=asks).status_code == 204
    section = client.get(url, headers=nothing_drawn)
    assert [line["match"] for line in section.context["rows"]] == [former]
    assert "Its list is being made anew" in words(section)
    assert [line["match"] for line in client.get(url).context["rows"]] == [former]


def test_what_is_odd_is_saved_and_said_and_what_cannot_be_is_not() -> None:
    firm, node = make.firm(), make.capability(name_en="Casting")
    node.precision_from_um, node.range_source = 160, "JIS B 0403"
    node.save()
    client = client_of()
    sent = {
        "firm": f"firm:{firm.pk}",
        "capability": node.pk,
        "name_en": "Frames",
        "status": "open",
        "suppliers_wanted": "1",
        "precision_um": "5",
        "materials": "unobtainium",
    }
    page = client.post("/needs/new/", sent, follow=True).content.decode()
    assert "±5 µm is finer than is usual for Casting (from ±160 µm; JIS B 0403)." in page
    assert "only the same spelling will match: unobtainium." in page
    assert Need.objects.get().precision_um == 5
    wrong = sent | {"name_en": "Rings", "size_max_mm": "0.01", "monthly_volume": "0"}
    answer = client.post("/needs/new/", wrong, headers=IN_PANEL)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (
        422,
        ["monthly_volume", "precision_um"],
    )
    assert 'value="Rings"' in answer.content.decode()  # nothing typed is lost
    assert Need.objects.count() == 1


def test_plants_are_offered_by_firm_and_the_needs_own_first() -> None:
    make.site(make.firm(name_en="Alpha"), name_en="A works", region="경상북도")
    own = make.site(make.firm(name_en="Omega"), name_en="O works", region="부산광역시")
    need = make.need(own.firm, site=own)
    client = client_of()
    client.cookies["django_language"] = "en"
    choices = [*client.get(f"/needs/{need.pk}/edit/").context["form"]["site"].field.choices]
    assert [(str(name), [label for _key, label in rows]) for name, rows in choices[1:]] == [
        ("Omega", ["O works (Busan)"]),
        ("Alpha", ["A works (Gyeongsangbuk-do)"]),
    ]
