"""The setting that the history's triggers look up for every row is there on every connection."""

from __future__ import annotations

import pgtrigger
import pytest
from django.db import connection, transaction

from prospects.models import Company
from tests import make

pytestmark = pytest.mark.django_db


def setting() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        value: str | None = cursor.fetchone()[0]
        return value


def events(company: Company) -> int:
    [model] = {*Company.pgh_event_models.values()}  # type: ignore[attr-defined]
    count: int = model.objects.filter(pgh_obj=company).count()
    return count


@pytest.mark.django_db(transaction=True)
def test_no_trigger_is_ignored_and_none_has_to_catch_an_error() -> None:
    assert setting() == "{}"
    company = make.company()
    with transaction.atomic(), pgtrigger.ignore():
        Company.objects.filter(pk=company.pk).update(note="unseen")
    assert (setting(), events(company)) == ("{}", 1)
    Company.objects.filter(pk=company.pk).update(note="seen")
    assert events(company) == 2
