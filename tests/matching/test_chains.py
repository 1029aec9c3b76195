"""Korean firms whose open needs a group covers together."""

from __future__ import annotations

import pytest

from matching.chains import firm_chains
from matching.models import Need
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


def test_covered_needs_come_first_and_the_firm_with_most_of_them() -> None:
    press, weld, plate = make.capability(), make.capability(), make.capability()
    group = make.company()
    make.company_capability(group, press)
    make.company_capability(group, weld)
    make.company_capability(make.company(), plate)
    big, small, none = make.firm(), make.firm(), make.firm()
    missing = make.need(big, capability=plate)
    first, second = make.need(big, capability=press), make.need(big, capability=weld)
    only = make.need(small, capability=press)
    make.need(small, capability=weld, status=Need.Status.MET)
    make.need(none, capability=plate)
    found = firm_chains(Company.objects.filter(pk=group.pk), most=5)
    assert [(each.firm, each.covered) for each in found] == [(big, 2), (small, 1)]
    assert {wanted.need for wanted in found[0].needs[:2]} == {first, second}
    assert [(wanted.need, wanted.companies) for wanted in found[0].needs[2:]] == [(missing, 0)]
    assert [(wanted.need, wanted.companies) for wanted in found[1].needs] == [(only, 1)]
    assert len(firm_chains(Company.objects.filter(pk=group.pk), most=1)) == 1
