"""Names that are found however they are spelt, or as they sound: by an index on all of them.

The index is on a function of the database (`prospects.name_function`), so nothing has to keep a
column or a table up to date. `prospects.finding` asks it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchBigrams(models.Func):
    """The bigrams of some names, as the index has them."""

    function = "search_bigrams"
    output_field = ArrayField(models.IntegerField())


def name_index(name: str, *fields: str) -> GinIndex:
    """The index by which a noun is found; `fields` are its names, in any language and kana."""
    return GinIndex(SearchBigrams(*fields), name=name, fastupdate=False)
