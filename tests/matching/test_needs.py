"""Commands on needs."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from matching.models import Need
from matching.needs import create_need
from tests import make

pytestmark = pytest.mark.django_db


def test_a_need_of_a_fictional_firm_is_fictional_and_keeps_its_certificates() -> None:
    firm, certificate = make.firm(is_demo=True), make.certificate()
    need = create_need(
        firm=firm,
        site=make.site(firm),
        name_ko="도금",
        capability=make.capability(),
        certificates=[certificate],
    )
    stored = Need.objects.get()
    assert (stored, stored.is_demo, [*stored.certificates.all()]) == (need, True, [certificate])


def test_another_firms_site_and_no_name_are_refused_and_nothing_is_written() -> None:
    with pytest.raises(ValidationError) as refused:
        create_need(firm=make.firm(), site=make.site(), capability=make.capability())
    assert set(refused.value.message_dict) == {"site", "__all__"}
    assert not Need.objects.exists()
