"""Which steps of making a part a group covers together."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prospects.chains import Chain, chains_of
from prospects.models import Capability, Company
from tests import make

pytestmark = pytest.mark.django_db

FAMILIES = (
    *("mould_die", "casting", "metal_forming", "precision_machining", "welding"),
    *("heat_treatment", "surface_treatment", "assembly", "polymer_moulding"),
)


@pytest.fixture(autouse=True)
def families() -> dict[str, Capability]:
    return {key: make.capability(key=key) for key in FAMILIES}


def member(*capabilities: Capability) -> Company:
    company = make.company()
    for each in capabilities:
        make.company_capability(company, each)
    return company


def told(chain: Chain) -> list[tuple[list[str], list[Company]]]:
    return [([family.key for family in step.families], [*step.companies]) for step in chain.steps]


def test_steps_are_in_order_and_a_kind_counts_for_its_family(
    families: dict[str, Capability],
) -> None:
    press = make.capability(key="press", parent=families["metal_forming"])
    one, other = member(press, families["welding"]), member(families["casting"])
    (chain,) = chains_of(Company.objects.all())
    assert (chain.key, chain.covered) == ("metal", 2)
    assert told(chain) == [
        (["mould_die"], []),
        (["casting", "metal_forming"], sorted([one, other], key=str)),
        (["precision_machining"], []),
        (["welding"], [one]),
        (["heat_treatment"], []),
        (["surface_treatment"], []),
        (["assembly"], []),
    ]
    assert [step.families[0].key for step in chain.missing] == [
        "mould_die",
        "precision_machining",
        "heat_treatment",
        "surface_treatment",
        "assembly",
    ]


def test_the_chain_covered_most_comes_first(families: dict[str, Capability]) -> None:
    member(families["mould_die"], families["polymer_moulding"])
    assert [(each.key, each.covered) for each in chains_of(Company.objects.all())] == [
        ("polymer", 2),
        ("metal", 1),
    ]


def test_a_company_with_two_ways_of_one_step_counts_once(
    families: dict[str, Capability],
) -> None:
    both = member(families["casting"], families["metal_forming"])
    (chain,) = chains_of(Company.objects.all())
    assert chain.steps[1].companies == (both,)


def test_nothing_known_no_chain_and_two_queries_whatever_the_number(
    families: dict[str, Capability],
) -> None:
    make.company()
    assert chains_of(Company.objects.all()) == ()
    for _ in range(3):
        member(families["welding"], families["casting"])
    with CaptureQueriesContext(connection) as asked:
        chains_of(Company.objects.all())
    assert len(asked) == 2
