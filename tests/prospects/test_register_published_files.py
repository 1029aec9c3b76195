"""The tax agency's files as published, where they are at hand beside the project."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from prospects.models import RegisterEntry
from prospects.register import load_register
from prospects.search import search_register

from .register_loads import checksum, new_register

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "data" / "nta"
FILES = sorted(FOLDER.glob("*.csv.gz"))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES, reason="the published register files are not at hand"),
]


def test_all_files_in_any_order_give_the_same_table() -> None:
    sums = set()
    for order in (FILES, random.Random(2).sample(FILES, len(FILES))):
        with transaction.atomic():
            new_register()
            results = load_register(order)
            assert sum(result.rejected for result in results) == 0
            assert RegisterEntry.objects.count() == sum(result.new for result in results)
            assert search_register("工業", municipality_codes=["13111"]).count() > 100
            sums.add(checksum())
            transaction.set_rollback(order == FILES)
    again = load_register(FILES)
    assert sum(result.new + result.changed for result in again) == 0
    sums.add(checksum())
    assert len(sums) == 1
