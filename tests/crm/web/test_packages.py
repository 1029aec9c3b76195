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
    done_by = [f"{need.pk}:{world.mould.pk}", f"{world.needs['plating'].pk}:{world.plating.pk}"]
    answer = officer.post(reverse("web:package_keep"), {"done_by": done_by})
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
