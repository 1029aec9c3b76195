"""Keeping a package, and what it has and lacks by the facts of a later day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.module_loading import import_string

from matching.kept import Kept, keep, look_at
from matching.models import Need, Package, PackageMember, PackageStep
from matching.steps import Added, steps_of
from prospects.models import Company, ExpansionIntent
from tests import make
from tests.matching.test_composing import RATE, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def world() -> World:
    return World()


def kept(world: World, *names: str, **fields: Any) -> Package:
    """A package of all three steps in which `names` are done, each by its company of the world."""
    return keep(
        steps=steps_of([*world.needs.values()]),
        done_by=[(world.steps[name], getattr(world, name)) for name in names],
        name="together",
        **fields,
    )


def look(package: Package) -> Kept:
    return look_at(Package.objects.get(pk=package.pk), today=TODAY, krw_per_jpy=RATE)


def stored(package: Package) -> list[tuple[Any, ...]]:
    return [*package.steps.values_list("place", "capability", "need", "volume")]


def test_a_package_is_kept_under_its_first_need_with_its_steps(world: World) -> None:
    asked = steps_of([*world.needs.values()], [Added(extra := make.capability(), 30)])
    done_by = [(world.steps["mould"], world.mould), (world.steps["plating"], world.plating)]
    package = keep(
        steps=asked,
        done_by=[*done_by, done_by[0]],
        name="함께",
        by="김하늘",
        cooperative_id=world.group.pk,
    )
    assert (package.need, package.cooperative, package.name_ko, package.kept_by) == (
        world.needs["mould"],
        world.group,
        "함께",
        "김하늘",
    )
    order = ("mould", "moulding", "plating")
    assert stored(package) == [
        *(
            (place, world.steps[name].pk, world.needs[name].pk, 100)
            for place, name in enumerate(order, 1)
        ),
        (4, extra.pk, None, 30),
    ]
    assert {*package.package_members.values_list("company", "capability")} == {
        (world.mould.pk, world.steps["mould"].pk),
        (world.plating.pk, world.steps["plating"].pk),
    }
    assert package.note == ""


def test_what_cannot_be_kept_is_refused(world: World) -> None:
    steps, done_by = steps_of([*world.needs.values()]), [(world.steps["mould"], world.mould)]
    with pytest.raises(ValidationError, match="at least one company"):
        keep(steps=steps, done_by=[], name="x")
    with pytest.raises(ValidationError, match="belong to one firm"):
        keep(steps=[*steps, *steps_of([make.need()])], done_by=done_by, name="x")
    assert not Package.objects.exists()


def test_a_package_says_what_it_lacks_by_now(world: World) -> None:
    package = kept(world, "mould", "plating", cooperative_id=world.group.pk)
    world.plating.memberships.all().delete()
    now = look(package)
    assert [
        (each.missing, each.known_volume, each.volume_unknown, each.is_enough) for each in now.steps
    ] == [
        (False, None, False, True),  # the mould
        (True, None, False, False),  # nobody moulds
        (False, 60, False, False),  # 60 of 100 plated
    ]
    doers = [[(each.company, each.volume, each.match) for each in step.doers] for step in now.steps]
    assert doers == [
        [(world.mould, 100, world.mould.matches.get())],
        [],
        [(world.plating, 60, world.plating.matches.get())],
    ]
    assert now.companies == (world.mould, world.plating)
    assert now.outsiders == (world.plating,)
    assert (now.ability_unknown, now.unable) == ((world.plating,), ())
    assert (now.least, now.budget_krw) == (Decimal(100_000_000), Decimal(180_000_000))
    assert not now.lacks_nothing


def test_later_facts_count(world: World) -> None:
    """What is short and becomes known, and a budget that turns out too small."""
    package = kept(world, "mould", "moulding", "plating")
    world.plating.company_capabilities.update(monthly_volume=100)
    make.intent(world.plating, budget_jpy=20_000_000)
    assert look(package).lacks_nothing
    ExpansionIntent.objects.filter(company=world.plating).update(budget_jpy=1_000_000)
    Need.objects.filter(pk=world.needs["mould"].pk).update(monthly_volume=300)
    now = look(package)
    assert (now.unable, now.lacks_nothing) == ((world.plating,), False)
    assert [each.asked_now for each in now.steps] == [300, None, None]


def test_a_step_outlives_its_need_and_members_without_a_step_are_told(world: World) -> None:
    package = kept(world, "mould", "moulding")
    other = make.company()
    PackageMember.objects.create(package=package, company=other)
    world.needs["plating"].delete()
    now = look(package)
    assert [each.step.need for each in now.steps] == [
        world.needs["mould"],
        world.needs["moulding"],
        None,
    ]
    assert [each.company for each in now.others] == [other]


def test_a_package_without_steps_or_members_is_shown(world: World) -> None:
    now = look(make.package(world.needs["mould"]))
    assert (now.steps, now.others, now.companies) == ((), (), ())


def test_the_queries_do_not_depend_on_the_members(world: World) -> None:
    package = kept(world, "mould", "moulding", cooperative_id=world.group.pk)
    with CaptureQueriesContext(connection) as few:
        look(package)
    for name in ("moulding", "plating"):
        company: Company = world.company(name, members=True, budget=50_000_000)
        PackageMember.objects.create(package=package, company=company, capability=world.steps[name])
    with CaptureQueriesContext(connection) as many:
        look(package)
    assert len(many) == len(few)


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_steps_of_older_packages_come_from_their_notes(world: World, language: str) -> None:
    names = [
        getattr(world.steps[name], f"name_{language}") or str(world.steps[name])
        for name in ("mould", "plating")
    ]
    volume = {"en": ", 1,200 a month", "ko": ", 월 1,200개", "ja": "、月産1,200個"}[language]
    package = make.package(world.needs["mould"], note=f"1. {names[0]}\n2. {names[1]}{volume}")
    steps_from_notes()
    assert stored(package) == [
        (1, world.steps["mould"].pk, world.needs["mould"].pk, None),
        (2, world.steps["plating"].pk, world.needs["plating"].pk, 1200),
    ]
    package.refresh_from_db()
    assert package.note == ""


def test_other_notes_stay_and_the_members_say_the_steps(world: World) -> None:
    package = make.package(world.needs["mould"], note="1. call them\n2. first")
    PackageMember.objects.create(
        package=package, company=world.plating, capability=(extra := make.capability())
    )
    steps_from_notes()
    assert stored(package) == [
        (1, world.steps["mould"].pk, world.needs["mould"].pk, 100),
        (2, extra.pk, None, None),
    ]
    package.refresh_from_db()
    assert package.note == "1. call them\n2. first"


def steps_from_notes() -> None:
    PackageStep.objects.all().delete()
    import_string("matching.migrations.0017_steps_of_kept_packages.write_steps")(apps, None)
