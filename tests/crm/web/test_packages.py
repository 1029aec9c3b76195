"""Composing packages on the screens of needs and cooperatives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from crm.models import User
from matching.models import Package
from tests import make
from tests.crm.web.signed_in import client_of
from tests.matching.test_composing import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def officer() -> Client:
    client = client_of(role=User.Role.OFFICER)
    client.cookies["django_language"] = "en"
    return client


def compose_url(world: World, *names: str) -> str:
    query = "&".join(f"need={world.needs[name].pk}" for name in names)
    return f"{reverse('web:package_compose')}?{query}"


def test_a_need_leads_to_alternatives_and_keeps_one(officer: Client, world: World) -> None:
    need = world.needs["mould"]
    page = officer.get(reverse("web:need_detail", args=[need.pk])).content.decode()
    assert compose_url(world, "mould") in page
    page = officer.get(compose_url(world, "mould", "plating")).content.decode()
    for said in ("Alternative 1", "too little volume: 60 of 100 a month", "is not known:"):
        assert said in page
    done_by = [
        f"{world.steps['mould'].pk}:{world.mould.pk}",
        f"{world.steps['plating'].pk}:{world.plating.pk}",
    ]
    query = compose_url(world, "mould", "plating").partition("?")[2]
    answer = officer.post(reverse("web:package_keep"), {"query": query, "done_by": done_by})
    assert answer.headers["Location"] == f"{reverse('web:need_detail', args=[need.pk])}#packages"
    package = Package.objects.get()
    # Each step's need shows it.
    for name in ("mould", "plating"):
        url = reverse("web:need_detail", args=[world.needs[name].pk])
        assert reverse("web:package_remove", args=[package.pk]) in officer.get(url).content.decode()
    officer.post(reverse("web:package_remove", args=[package.pk]))
    assert not Package.objects.exists()


def test_nothing_to_compose_is_said(officer: Client, world: World) -> None:
    other = make.need()
    url = f"{reverse('web:package_compose')}?need={other.pk}"
    assert "No package can be composed" in officer.get(url).content.decode()


@pytest.mark.parametrize("query", ["", "?need=x", "?need=x&cooperative=y"])
def test_an_address_without_a_need_leads_to_the_needs(officer: Client, query: str) -> None:
    answer = officer.get(reverse("web:package_compose") + query)
    assert answer.headers["Location"] == reverse("web:need_list")


def test_needs_of_two_firms_are_refused(officer: Client, world: World) -> None:
    url = f"{compose_url(world, 'mould')}&need={make.need().pk}"
    assert officer.get(url).status_code == 302
    nothing = officer.post(reverse("web:package_keep"), {"done_by": ["x", "a:b"]})
    assert nothing.status_code == 302
    assert not Package.objects.exists()


def test_the_cooperatives_page_leads_to_its_members_package(officer: Client, world: World) -> None:
    page = officer.get(reverse("web:cooperative_detail", args=[world.group.pk])).content.decode()
    assert f"{reverse('web:package_compose')}?cooperative={world.group.pk}&need=" in page
    url = f"{compose_url(world, 'mould')}&cooperative={world.group.pk}"
    assert "only members of 組合" in officer.get(url).content.decode()


def test_steps_inside_a_need_are_stated_ordered_and_kept(officer: Client, world: World) -> None:
    """A chain inside one need: the moulding, with the mould before and the plating after it."""
    for name in ("mould", "plating"):
        world.needs[name].delete()
    mould, plating = world.steps["mould"].pk, world.steps["plating"].pk
    start = compose_url(world, "moulding")
    query = f"&step={plating}&volume-{plating}=50&add={mould}&order-{plating}=1"
    page = officer.get(start + query)
    steps = [step.capability.pk for _place, step, *_fields in page.context["form"].rows()]
    assert steps == [plating, mould, world.steps["moulding"].pk]
    assert page.context["composed"].alternatives[0].lacks_nothing is False
    assert len(page.context["composed"].alternatives[0].companies) == 3
    fewer = officer.get(f"{start}{query}&drop={mould}")
    assert [each.pk for each in fewer.context["form"].added] == [plating]
    done_by = [f"{plating}:{world.plating.pk}", f"{mould}:{world.mould.pk}"]
    officer.post(
        reverse("web:package_keep"),
        {"query": (start + query).partition("?")[2], "done_by": done_by},
    )
    package = Package.objects.get()
    assert package.note.splitlines()[0].startswith("1. ")
    assert package.note.splitlines()[0].endswith(", 50 a month")
    assert {*package.package_members.values_list("company", flat=True)} == {
        world.plating.pk,
        world.mould.pk,
    }


def test_the_usual_chain_fills_in_what_is_missing(officer: Client, world: World) -> None:
    page = officer.get(f"{compose_url(world, 'moulding')}&chain=polymer")
    assert [each.key for each in page.context["form"].added] == ["mould_die", "surface_treatment"]


def test_a_bad_figure_names_its_step_and_nothing_is_composed(officer: Client, world: World) -> None:
    plating = world.steps["plating"]
    query = f"&step={plating.pk}&volume-{plating.pk}=none&order-{plating.pk}=0&place=x"
    page = officer.get(compose_url(world, "moulding") + query)
    assert page.status_code == 422
    assert page.context["form"].errors == {
        f"volume-{plating.pk}": ["Enter a whole number in digits, such as 800 or 1,200."],
        f"order-{plating.pk}": ["Ensure this value is greater than or equal to 1."],
        "place": ["Select a valid choice. x is not one of the available choices."],
    }
    assert 'value="none"' in page.content.decode()


def test_a_place_can_be_required(officer: Client, world: World) -> None:
    firm = world.needs["mould"].firm
    zone = make.zone(name_en="Zone", minimum_amount=500_000_000, minimum_currency="KRW")
    for name, site in (("mould", make.site(firm, zone=zone)), ("plating", make.site(firm))):
        world.needs[name].site = site
        world.needs[name].save()
    url = compose_url(world, "mould", "plating")
    assert "These needs are at 2 sites" in officer.get(url).content.decode()
    required = officer.get(f"{url}&place={zone.pk}")
    page = required.content.decode()
    assert "For another place, and left out:" in page
    assert required.context["composed"].elsewhere == (world.needs["plating"],)
    assert "is known to bring the least amount of this complex together" in page


def test_a_need_can_be_taken_out_again_but_not_the_last(officer: Client, world: World) -> None:
    mould, plating = world.needs["mould"].pk, world.needs["plating"].pk
    url = compose_url(world, "mould", "plating")
    fewer = officer.get(f"{url}&drop={mould}")
    assert [need.pk for need in fewer.context["needs"]] == [plating]
    none = officer.get(f"{url}&drop={mould}&drop={plating}")
    assert len(none.context["needs"]) == 1
