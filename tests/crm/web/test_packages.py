"""Composing packages on the screens of needs and cooperatives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from crm.models import User
from matching.decisions import introduce
from matching.kept import keep
from matching.models import Package
from matching.steps import Added, steps_of
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
    package = Package.objects.get()
    url = reverse("web:package_detail", args=[package.pk])
    assert answer.headers["Location"] == url
    assert package.kept_by == str(User.objects.get())
    # Each step's need shows it.
    for name in ("mould", "plating"):
        own = reverse("web:need_detail", args=[world.needs[name].pk])
        assert url in officer.get(own).content.decode()
    officer.post(reverse("web:package_remove", args=[package.pk]))
    assert not Package.objects.exists()


def test_the_same_alternative_sent_twice_is_kept_once(officer: Client, world: World) -> None:
    page = officer.get(compose_url(world, "mould")).content.decode()
    token = page.partition('name="once"')[2].partition('value="')[2].partition('"')[0]
    data = {
        "once": token,
        "query": compose_url(world, "mould").partition("?")[2],
        "done_by": f"{world.steps['mould'].pk}:{world.mould.pk}",
    }
    first, second = (officer.post(reverse("web:package_keep"), data) for _each in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Package.objects.count() == 1


def kept_in(world: World) -> Package:
    return keep(
        steps=steps_of(
            [world.needs["mould"], world.needs["plating"]], [Added(make.capability(), 70)]
        ),
        done_by=[(world.steps[name], getattr(world, name)) for name in ("mould", "plating")],
        name="묶음",
        by="김하늘",
        cooperative_id=world.group.pk,
    )


def test_a_kept_package_says_what_it_lacks_and_leads_to_introductions(
    officer: Client, world: World
) -> None:
    package = kept_in(world)
    answer = officer.get(reverse("web:package_detail", args=[package.pk]))
    page = answer.content.decode()
    for said in ("not complete", "김하늘", "too little volume: 60 of 100 a month", "묶음"):
        assert said in page
    url = answer.request["PATH_INFO"]
    matches = [each.matches.get() for each in (world.mould, world.plating)]
    introductions = [reverse("web:match_introduce", args=[each.pk]) for each in matches]
    assert [address in page for address in introductions] == [False, False]
    chosen = officer.post(reverse("web:package_shortlist", args=[package.pk]), follow=True)
    page = chosen.content.decode()
    assert "2 companies shortlisted." in page
    assert [address in page for address in introductions] == [True, True]
    matches[0].refresh_from_db()
    introduce(matches[0], by=User.objects.get(), now=timezone.now())
    page = officer.get(url).content.decode()
    assert [address in page for address in introductions] == [False, True]
    again = officer.post(reverse("web:package_shortlist", args=[package.pk]), follow=True)
    assert "Nobody of this package is to be chosen." in again.content.decode()
    # The same steps, order and volumes are composed again.
    again = officer.get(f"{reverse('web:package_compose')}?{answer.context['again']}")
    steps = [(step.capability, step.volume) for _p, step, *_f in again.context["form"].rows()]
    assert steps == [(each.capability, each.volume) for each in package.steps.all()]
    assert again.context["cooperative"] == world.group


def test_its_cooperative_and_its_members_show_it(officer: Client, world: World) -> None:
    package = kept_in(world)
    url = reverse("web:package_detail", args=[package.pk])
    group = officer.get(reverse("web:cooperative_detail", args=[world.group.pk]))
    assert url in group.content.decode()
    own = reverse("web:company_detail", args=[world.plating.pk]) + "?tab=matches"
    [row] = officer.get(own).context["packages"]
    assert (row, row.company_count) == (package, 2)
    other = reverse("web:company_detail", args=[world.moulding.pk]) + "?tab=matches"
    assert url not in officer.get(other).content.decode()


def test_a_kept_packages_name_and_note_are_edited_and_not_over_others(
    officer: Client, world: World
) -> None:
    package = kept_in(world)
    url = reverse("web:package_edit", args=[package.pk])
    form = {"name_ko": "새 이름", "note": "도금사는 6월 이후", "version": package.version}
    answer = officer.post(url, form)
    assert answer.headers["Location"] == reverse("web:package_detail", args=[package.pk])
    package.refresh_from_db()
    assert (package.name_ko, package.note, package.version) == ("새 이름", "도금사는 6월 이후", 2)
    late = officer.post(url, form | {"note": "다른 메모"})
    assert late.status_code == 422
    assert "다른 메모" in late.content.decode()
    assert officer.post(url, {"name_ko": "", "version": 2}).status_code == 422


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
    assert [*package.steps.values_list("place", "capability", "need", "volume")] == [
        (1, plating, None, 50),
        (2, mould, None, None),
        (3, world.steps["moulding"].pk, world.needs["moulding"].pk, 100),
    ]
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
