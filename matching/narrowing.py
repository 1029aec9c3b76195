"""Which companies some needs can reach, and which needs some companies, before all are fetched.

Scoring one need would otherwise read a hundred thousand companies to find the few thousand that
have a row which speaks for its process. Nothing is lost: who is left out here is below the floor,
and is neither proposed, nor counted among those who do the work, nor named as left out. The rule is
that of `answers.Rows`: `credit` (K, K) times the row's strength.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from django.db.models import Exists, OuterRef, Q

from matching.features import Floats
from matching.keys import Keys, keys
from matching.masks import SPEAKS
from matching.models import Match, MatchExclusion, Need
from matching.models.need import NeedQuerySet
from matching.packed import Key, read
from matching.row_facts import INFERRED_STRENGTH, Speaking
from prospects.models import Capability, Company, CompanyCapability
from prospects.models.company import CompanyQuerySet


def companies_in_reach(
    companies: CompanyQuerySet,
    wanted: Sequence[Need],
    taxonomy: Sequence[Capability],
    credit: Floats,
    industries: Mapping[str, Sequence[int]],
    *,
    also: Collection[uuid.UUID],
) -> Speaking:
    """Those with a row, or an industry code, that speaks for one of the needs, those with an
    exclusion or a match that people have decided about, and those named: by the rows that are to be
    read."""
    at = {node.pk: index for index, node in enumerate(taxonomy)}
    best = credit[:, sorted({at[need.capability_id] for need in wanted})].max(axis=1, initial=0)
    speaks, infers = best >= SPEAKS, best * np.float32(INFERRED_STRENGTH) >= SPEAKS
    nodes = [node.pk for node in taxonomy if speaks[at[node.pk]]]
    codes = [code for code, places in industries.items() if infers[list(places)].any()]
    rows = CompanyCapability.objects.filter(capability__in=nodes).order_by()
    known = [need.pk for need in wanted]
    others = companies.filter(jsic_code__in=codes).order_by().values("pk")
    others = others.union(
        Match.objects.filter(need__in=known).decided().order_by().values("company"),
        MatchExclusion.objects.filter(need__in=known).order_by().values("company"),
        companies.filter(pk__in=keys(also)).order_by().values("pk"),
    )
    rest = companies.filter(pk__in=others).exclude(Exists(rows.filter(company=OuterRef("pk"))))
    [found] = read(rest, Key("pk"))
    without = Keys(found)
    # Rows that speak for nothing here can still answer what an industry code would say.
    answers = speaks | (credit[:, infers] >= SPEAKS).any(axis=1)
    told = [node.pk for node in taxonomy if answers[at[node.pk]]]
    return Speaking(told, nodes, without)


def needs_in_reach(
    needs: NeedQuerySet,
    company_ids: Collection[uuid.UUID],
    taxonomy: Sequence[Capability],
    credit: Floats,
    industries: Mapping[str, Sequence[int]],
) -> NeedQuerySet:
    """Those for whose process one of the companies has a row, or an industry code, that speaks, and
    those with a stored match or exclusion."""
    chosen = keys(company_ids)
    rows = CompanyCapability.objects.filter(company__in=chosen).order_by()
    listed = {*rows.values_list("capability", flat=True)}
    stated = np.array([node.pk in listed for node in taxonomy], dtype=np.bool_)
    inferred = np.zeros(len(taxonomy), dtype=np.bool_)
    codes = Company.objects.filter(pk__in=chosen).order_by().values_list("jsic_code", flat=True)
    for code in codes.distinct():
        inferred[list(industries.get(code, ()))] = True
    best = np.maximum(
        credit[stated].max(axis=0, initial=0),
        credit[inferred].max(axis=0, initial=0) * np.float32(INFERRED_STRENGTH),
    )
    nodes = [node.pk for node, value in zip(taxonomy, best, strict=True) if value >= SPEAKS]
    known = Match.objects.filter(company__in=chosen).order_by().values("need")
    left_out = MatchExclusion.objects.filter(company__in=chosen).order_by().values("need")
    return needs.filter(Q(capability__in=nodes) | Q(pk__in=known.union(left_out)))
