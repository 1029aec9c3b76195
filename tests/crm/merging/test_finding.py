"""Groups of likely duplicates, and companies kept apart."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.merging import MergeRefusedError, duplicate_groups, keep_apart, take_back
from crm.models import User
from prospects.likeness import Reason
from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


def named(name: str, **fields: object) -> Company:
    return make.company(
        **{"name_ja": name, "name_kana": "", "city": "大田区", "corporate_number": None, **fields}
    )


def groups(*, other_numbers: bool = False) -> list[set[object]]:
    return [{*each.keys} for each in duplicate_groups(other_numbers=other_numbers)]


def test_companies_that_hang_together_are_one_group() -> None:
    a, b = named("髙橋精機"), named("高橋精機㈱")
    c = named("別の名", name_ko="다카하시")
    d = named("また別", name_ko="다카하시", city="")
    named("試験", city="東大阪市")
    assert groups() == [{a.pk, b.pk}, {c.pk, d.pk}]
    assert [each.reasons for each in duplicate_groups()] == [
        (Reason.NAME_AND_PLACE,),
        (Reason.NAME,),
    ]


def test_two_legal_persons_are_shown_when_asked_for() -> None:
    a, b = (named("髙橋精機", corporate_number=make.corporate_number()) for _ in range(2))
    assert groups() == []
    assert groups(other_numbers=True) == [{a.pk, b.pk}]


def test_what_was_said_to_be_different_is_left_out_until_taken_back() -> None:
    by = make.user(role=User.Role.ANALYST)
    a, b, c = (named("髙橋精機") for _ in range(3))
    said = keep_apart([a, b], by=by)
    assert groups() == [{a.pk, b.pk, c.pk}], "each is still like the third"
    other = keep_apart([a, b, c], by=by)
    assert groups() == []
    take_back(other)
    take_back(said)
    assert groups() == [{a.pk, b.pk, c.pk}]
    with pytest.raises(MergeRefusedError):
        keep_apart([a, a], by=by)


def test_a_group_is_never_larger_than_what_can_be_merged() -> None:
    for _ in range(8):
        named("髙橋精機")
    assert sorted(len(each) for each in groups()) == [2, 6]


def test_the_comparison_is_kept_until_a_company_changes() -> None:
    a, _b = named("髙橋精機"), named("高橋精機")
    for expected in (3, 2):
        with CaptureQueriesContext(connection) as queries:
            assert len(groups()) == 1
        assert len(queries) == expected
    a.name_ja = "別"
    a.save()
    assert groups() == []
