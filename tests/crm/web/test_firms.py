"""Korean firms and their plants: the list, the page, the forms, what may be removed."""

from __future__ import annotations

import pytest
from django.utils import translation

from matching.filters import business_groups
from matching.models import Firm, Site
from tests import make
from tests.crm.web.signed_in import IN_PANEL, client_of, counted, words

pytestmark = pytest.mark.django_db


def test_none_yet() -> None:
    assert "No Korean firm yet" in words(client_of().get("/firms/"))


def test_the_list_counts_needs_and_filters_by_name_group_plant_and_open_needs() -> None:
    hanbit = make.firm(name_en="Hanbit", name_ko="한빛전자", group_name="Hanbit Group")
    other = make.firm(name_en="Daon", name_ko="다온")
    make.site(hanbit, region="경상북도")
    make.match(need=make.need(hanbit), status="introduced")
    make.need(hanbit, status="met")
    make.need(other, status="withdrawn")
    client = client_of()

    def found(query: str) -> list[tuple[Firm, int, int, int]]:
        rows = client.get(f"/firms/?{query}").context["rows"]
        return [(row, row.open_needs, row.all_needs, row.taken_up) for row in rows]

    assert found("") == [(other, 0, 1, 0), (hanbit, 1, 2, 1)]
    for query in ("q=hanbit", "q=한빛", "region=경상북도", "looking=true"):
        assert found(query) == [(hanbit, 1, 2, 1)]
    assert found("looking=false") == [(other, 0, 1, 0)]
    assert "No firm fits" in words(client.get("/firms/?q=nothing"))


def test_the_page_shows_plants_needs_and_whom_people_took_up() -> None:
    firm = make.firm(name_en="Hanbit")
    zone = make.zone(name_en="Gumi Complex")
    site = make.site(
        firm, name_en="Plant 1", city="Gumi", zone=zone, latitude=36.1, longitude=128.4
    )
    make.site(firm, name_en="Plant 2", city="Gumi", latitude=36.2, longitude=128.4)
    need = make.need(firm, name_en="Plating of pins", site=site)
    make.match(make.company(name_en="Mihon"), need, status="introduced")
    make.match(make.company(name_en="Only suggested"), need)
    make.need(name_en="Of somebody else")
    page = client_of().get(f"/firms/{firm.pk}/")
    said = words(page)
    for text in ("Plant 1", "Gumi Complex", "1 open need", "Plating of pins", "Mihon"):
        assert text in said
    assert "Only suggested" not in said
    assert "Of somebody else" not in said
    assert page.context["chart"].rows == (("Gumi", 1), ("Gumi (2)", 0))


def test_a_firm_is_added_changed_and_removed() -> None:
    client = client_of()
    answer = client.post("/firms/new/", {"name_ko": "한빛전자", "website": "example.org"})
    firm = Firm.objects.get()
    assert answer["Location"] == f"/firms/{firm.pk}/"
    assert firm.website == "https://example.org"
    client.post(f"/firms/{firm.pk}/edit/", {"name_ko": "한빛", "ksic_code": "c", "version": "1"})
    firm.refresh_from_db()
    assert (firm.name_ko, firm.ksic_code) == ("한빛", "C")
    make.site(firm)
    client.post(f"/firms/{firm.pk}/remove/")
    assert not Firm.objects.exists()
    assert not Site.objects.exists()


@pytest.mark.parametrize("wrong", [{"name_ko": ""}, {"name_ko": "한빛", "ksic_code": "12a"}])
def test_a_wrong_firm_is_not_written(wrong: dict[str, str]) -> None:
    assert client_of().post("/firms/new/", wrong, headers=IN_PANEL).status_code == 422
    assert not Firm.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("C26410", "26410"), ("26410 이동전화기", "26410"), ("３０", "30"), ("", "")],
)
def test_a_ksic_code_is_kept_without_what_stands_around_it(typed: str, stored: str) -> None:
    client_of().post("/firms/new/", {"name_ko": "한빛", "ksic_code": typed})
    assert Firm.objects.get().ksic_code == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12a", "“12a” is no KSIC code: it has two to five digits."),
        ("1", "“1” is no KSIC code: it has two to five digits."),
        ("264101", "“264101” is no KSIC code: it has two to five digits."),
        ("40120", "“40120” is no KSIC code: KSIC has no division 40."),
        ("G26410", "“G26410”: division 26 of KSIC is in section C."),
    ],
)
def test_a_ksic_code_is_checked_against_the_divisions(typed: str, said: str) -> None:
    client = client_of()
    client.cookies["django_language"] = "en"
    page = client.post("/firms/new/", {"name_ko": "한빛", "ksic_code": typed})
    assert page.context["form"].errors.get("ksic_code", [""]) == [said]


def test_a_second_firm_of_one_name_is_asked_about_once() -> None:
    known = make.firm(name_ko="한빛전자(주)", name_en="Hanbit", group_name="한빛그룹")
    client = client_of()
    client.cookies["django_language"] = "en"
    asked = client.post("/firms/new/", {"name_ko": "㈜한빛전자"}, headers=IN_PANEL)
    assert asked.status_code == 422
    assert asked.context["twins"] == [known]
    said = asked.content.decode()
    assert "A firm of this name is here already." in said
    assert f"/firms/{known.pk}/" in said
    assert 'name="anyway"' in said
    client.post("/firms/new/", {"name_ko": "㈜한빛전자", "anyway": "1"})
    second = Firm.objects.exclude(pk=known.pk).get()
    # A name that stays as it was asks nothing; another one that is taken does.
    edited = {"name_ko": "㈜한빛전자", "ksic_code": "C", "version": "1"}
    assert client.post(f"/firms/{second.pk}/edit/", edited).status_code == 302
    renamed = {**edited, "name_en": "HANBIT", "version": "2"}
    assert client.post(f"/firms/{second.pk}/edit/", renamed).context["twins"] == [known]
    assert client.post(f"/firms/{second.pk}/edit/", {**renamed, "anyway": 1}).status_code == 302


def test_a_firm_of_another_name_is_not_asked_about() -> None:
    make.firm(name_ko="한빛전자", name_en="")
    client_of().post("/firms/new/", {"name_ko": "한빛중공업"})
    assert Firm.objects.count() == 2


def test_a_firm_with_needs_stays() -> None:
    need = make.need()
    page = client_of().post(f"/firms/{need.firm_id}/remove/", follow=True)
    assert "Still in use: needs: 1." in page.content.decode()
    assert Firm.objects.get() == need.firm


def test_a_plant_is_added_changed_and_removed_unless_in_use() -> None:
    firm = make.firm(is_demo=True)
    client = client_of()
    new = {"name_ko": "구미 1공장", "region": "경상북도", "latitude": "36.1", "longitude": "128.4"}
    client.post(f"/firms/{firm.pk}/sites/new/", new)
    site = Site.objects.get()
    assert (site.firm, site.name_ko, site.latitude, site.is_demo) == (
        firm,
        "구미 1공장",
        36.1,
        True,
    )
    url = f"/firms/{firm.pk}/sites/{site.pk}/"
    client.post(url, new | {"city": "구미시", "version": "1"})
    site.refresh_from_db()
    assert site.city == "구미시"
    need = make.need(firm, site=site)
    client.post(f"{url}remove/")
    assert Site.objects.exists()
    need.delete()
    client.post(f"{url}remove/")
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"latitude": "36.1"}, "longitude"),
        ({"latitude": "36.1", "longitude": "12"}, "longitude"),
        ({"region": ""}, "region"),
        ({"region": "없는도"}, "region"),
    ],
)
def test_a_plant_stands_in_korea(place: dict[str, str], field: str) -> None:
    sent = {"name_ko": "공장", "region": "경상북도"} | place
    answer = client_of().post(f"/firms/{make.firm().pk}/sites/new/", sent, headers=IN_PANEL)
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])


def test_a_province_is_stored_by_its_full_name() -> None:
    firm = make.firm()
    sent = {"name_ko": "구미공장", "region": "경북"}
    assert client_of().post(f"/firms/{firm.pk}/sites/new/", sent).status_code == 302
    assert firm.sites.get().region == "경상북도"


def test_queries_do_not_grow_with_the_rows() -> None:
    client = client_of()
    firm = make.firm()

    def grow() -> None:
        site = make.site(make.firm(), latitude=36.0, longitude=128.0)
        make.match(need=make.need(site.firm, site=site), status="introduced")
        mine = make.site(firm, latitude=36.0, longitude=128.0)
        make.match(need=make.need(firm, site=mine), status="introduced")
        make.deal(make.company(), firm=firm)

    grow()
    for url in ("/firms/", f"/firms/{firm.pk}/"):
        client.get(url)
        with counted() as few:
            client.get(url)
        grow()
        grow()
        with counted() as many:
            client.get(url)
        assert len(many) == len(few), (url, many)


def test_a_group_and_a_province_are_said_in_the_readers_language() -> None:
    names = {"group_name": "한빛그룹", "group_name_ja": "ハンビッグループ"}
    firm = make.firm(name_en="Hanbit Electronics", group_name_en="Hanbit Group", **names)
    kin = make.firm(name_en="Hanbit Steel", group_name="한빛그룹")
    make.need(firm, site=make.site(firm, region="경상북도", city="구미시"))
    client = client_of()
    for language, group, place in (
        ("en", "Hanbit Group", "Gyeongsangbuk-do Gumi"),
        ("ja", "ハンビッグループ", "慶尚北道亀尾市"),
        ("ko", "한빛그룹", "경상북도 구미시"),
    ):
        client.cookies["django_language"] = language
        page = words(client.get(f"/firms/{firm.pk}/"))
        assert group in page
        assert place in page
        assert place[:4] in words(client.get("/needs/"))
        assert business_groups_in(language) == [("한빛그룹", group)]
    client.cookies["django_language"] = "en"
    assert "한빛그룹" in words(client.get(f"/firms/{kin.pk}/"))


def business_groups_in(language: str) -> list[tuple[str, str]]:
    with translation.override(language):
        return business_groups()
