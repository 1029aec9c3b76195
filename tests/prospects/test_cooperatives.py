"""Commands on cooperatives."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from prospects.cooperatives import create_cooperative
from prospects.models import Cooperative

pytestmark = pytest.mark.django_db


def test_a_cooperative_is_stored() -> None:
    made = create_cooperative(name_ja="大田組合", founded_year=1962)
    assert (Cooperative.objects.get(), made.founded_year) == (made, 1962)


def test_what_breaks_a_rule_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(ValidationError) as refused:
        create_cooperative(founded_year=492, corporate_number="1234567890123")
    assert set(refused.value.message_dict) == {"founded_year", "__all__"}
    assert not Cooperative.objects.exists()
