"""Which companies belong together in cooperatives, and which steps of making a part they cover."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from django.db.models.expressions import RawSQL

from matching.features import Bools, Floats, Ints
from prospects.chains import CHAINS
from prospects.models import Capability, CompanyCapability, CooperativeMembership


def fetch_fellows(
    chosen: RawSQL, ids: Sequence[uuid.UUID], taxonomy: Sequence[Capability]
) -> tuple[Ints, Bools, Floats]:
    """Each company's group of fellow members, and what groups cover.

    (N,) the index of the group, -1 for no member of any cooperative; companies of the same
    cooperatives share one. (K,) which nodes are steps of a chain. (H, K) for each group, the share
    of the other steps of the node's chain that some member does.
    """
    member_of: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = CooperativeMembership.objects.filter(company__in=chosen).order_by()
    for company, cooperative in rows.values_list("company_id", "cooperative_id"):
        member_of[company].add(cooperative)
    groups: dict[frozenset[uuid.UUID], int] = {}
    fellows = np.full(len(ids), -1, dtype=np.int64)
    for place, key in enumerate(ids):
        if key in member_of:
            fellows[place] = groups.setdefault(frozenset(member_of[key]), len(groups))
    family = _families(taxonomy)
    held = _held_by({key for each in groups for key in each}, family)
    cover = np.full((len(groups), len(taxonomy)), np.nan, dtype=np.float32)
    in_chain = np.zeros(len(taxonomy), dtype=np.bool_)
    for column, node in enumerate(taxonomy):
        in_chain[column] = bool(_other_steps(family[node.pk]))
        for cooperatives, row in groups.items():
            able = frozenset[str]().union(*(held[key] for key in cooperatives))
            cover[row, column] = _covered(family[node.pk], able)
    return fellows, in_chain, cover


def _families(taxonomy: Sequence[Capability]) -> dict[uuid.UUID, str]:
    """Each node's family: the key of its root."""
    parents = {node.pk: node.parent_id for node in taxonomy}
    keys = {node.pk: node.key for node in taxonomy}
    found = {}
    for node in taxonomy:
        root = node.pk
        for _ in taxonomy:  # a cycle ends here, and is refused where the tree is read
            if (above := parents.get(root)) is None:
                break
            root = above
        found[node.pk] = keys[root]
    return found


def _held_by(
    cooperatives: set[uuid.UUID], family: Mapping[uuid.UUID, str]
) -> dict[uuid.UUID, set[str]]:
    """The families that some member of each cooperative masters."""
    rows = CompanyCapability.objects.filter(company__memberships__cooperative__in=cooperatives)
    held: dict[uuid.UUID, set[str]] = defaultdict(set)
    pairs = rows.order_by().values_list("company__memberships__cooperative_id", "capability_id")
    for cooperative, node in pairs.distinct():
        if node in family:
            held[cooperative].add(family[node])
    return held


def _other_steps(family: str) -> list[list[tuple[str, ...]]]:
    """The other steps of each chain in which a family is a step."""
    return [
        [step for step in steps if family not in step]
        for _, steps in CHAINS.values()
        if any(family in step for step in steps)
    ]


def _covered(family: str, able: frozenset[str]) -> float:
    """The share of the other steps that are covered, in the chain covered best; NaN: no chain."""
    shares = [
        sum(not able.isdisjoint(step) for step in steps) / len(steps)
        for steps in _other_steps(family)
        if steps
    ]
    return max(shares, default=float("nan"))
