"""Which companies some needs can reach at all, asked of the database before anything is fetched.

Scoring one need would otherwise read a hundred thousand companies to find the few thousand that
have a row which speaks for its process. Nothing is lost: who is left out here is below the floor,
and is neither proposed, nor counted among those who do the work, nor named as left out.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import numpy as np
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL

from matching.company_facts import INFERRED_STRENGTH
from matching.features import Floats
from matching.masks import SPEAKS
from matching.models import Match, MatchExclusion, Need
from prospects.models import Capability, CompanyCapability
from prospects.models.company import CompanyQuerySet


def narrowed(
    companies: CompanyQuerySet,
    wanted: Sequence[Need],
    taxonomy: Sequence[Capability],
    credit: Floats,
    industries: Mapping[str, Sequence[int]],
) -> CompanyQuerySet:
    """Those with a row, or an industry code, that speaks for one of the needs, and those with a
    stored match or exclusion, which people may have decided about.

    The same rule as `answers.Rows`: `credit` (K, K) times the row's strength.
    """
    at = {node.pk: index for index, node in enumerate(taxonomy)}
    best = credit[:, sorted({at[need.capability_id] for need in wanted})].max(axis=1, initial=0)
    speaks, infers = best >= SPEAKS, best * np.float32(INFERRED_STRENGTH) >= SPEAKS
    nodes = [node.pk for node in taxonomy if speaks[at[node.pk]]]
    codes = [code for code, places in industries.items() if infers[list(places)].any()]
    rows = CompanyCapability.objects.filter(capability__in=nodes).order_by()
    known = [need.pk for need in wanted]
    found = rows.values_list("company_id").union(
        companies.filter(jsic_code__in=codes).order_by().values_list("pk"),
        Match.objects.filter(need__in=known).order_by().values_list("company_id"),
        MatchExclusion.objects.filter(need__in=known).order_by().values_list("company_id"),
    )
    return companies.filter(pk__in=keys([pk for [pk] in found]))


def keys(some: Sequence[uuid.UUID]) -> RawSQL:
    """Many keys as one parameter: a list of thousands is slow to parse, and is asked ten times."""
    return RawSQL("SELECT unnest(%s::uuid[])", [list(some)], output_field=UUIDField())
