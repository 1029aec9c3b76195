"""Which companies belong together in cooperatives, and which steps of making a part they cover."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models.expressions import RawSQL

from matching.features import Bools, Floats, Ints
from matching.keys import Keys, Packed
from matching.packed import Key, Number, read
from prospects.chains import CHAINS
from prospects.models import Capability, CompanyCapability, CooperativeMembership


@dataclass(frozen=True, slots=True)
class Members:
    """Memberships, the oldest entry first: company (n,) by index, cooperative (n,) by key."""

    company: Ints
    cooperative: Packed


def fetch_members(chosen: RawSQL, ids: Keys) -> Members:
    """The memberships of the chosen companies, whose keys are `ids`."""
    rows = CooperativeMembership.objects.filter(company__in=chosen)
    companies, cooperative, entry = read(rows, Key("company"), Key("cooperative"), Number("pk"))
    company = ids.places(companies)
    order = np.argsort(entry)
    order = order[company[order] >= 0]
    return Members(company[order], cooperative[order])


def fetch_fellows(
    members: Members, count: int, taxonomy: Sequence[Capability]
) -> tuple[Ints, Bools, Floats]:
    """The group of fellow members of each of `count` companies, and what groups cover.

    (N,) the index of the group, -1 for no member of any cooperative; companies of the same
    cooperatives share one. (K,) which nodes are steps of a chain. (H, K) for each group, the share
    of the other steps of the node's chain that some member does.
    """
    cooperatives, place = np.unique(members.cooperative, return_inverse=True)
    member_of: dict[int, set[int]] = defaultdict(set)
    for company, cooperative in zip(members.company.tolist(), place.tolist(), strict=True):
        member_of[company].add(cooperative)
    groups: dict[frozenset[int], int] = {}
    fellows = np.full(count, -1, dtype=np.int64)
    for company in sorted(member_of):
        fellows[company] = groups.setdefault(frozenset(member_of[company]), len(groups))
    family = _families(taxonomy)
    families = sorted({*family.values()})
    column = np.array([families.index(family[node.pk]) for node in taxonomy], dtype=np.int64)
    held = _held_by(Keys(cooperatives), family)
    in_chain = np.array([bool(_other_steps(each)) for each in families], dtype=np.bool_)
    cover = np.full((len(groups), len(families)), np.nan, dtype=np.float32)
    for each, row in groups.items():
        able = frozenset[str]().union(*(held[place] for place in each))
        cover[row] = [_covered(one, able) for one in families]
    return fellows, in_chain[column], cover[:, column]


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


def _held_by(cooperatives: Keys, family: Mapping[uuid.UUID, str]) -> list[set[str]]:
    """The families that some member of each cooperative masters."""
    rows = CompanyCapability.objects.filter(company__memberships__cooperative__in=[*cooperatives])
    pairs = rows.order_by().values_list("company__memberships__cooperative_id", "capability_id")
    at = {key: place for place, key in enumerate(cooperatives)}
    held: list[set[str]] = [set() for _ in at]
    for cooperative, node in pairs.distinct():
        if node in family and cooperative in at:
            held[at[cooperative]].add(family[node])
    return held


def _other_steps(family: str) -> list[list[tuple[str, ...]]]:
    """The other steps of each chain in which a family is a step."""
    return [
        [step for step in steps if family not in step]
        for _, steps in CHAINS.values()
        if any(family in step for step in steps)
    ]


def _covered(family: str, able: Iterable[str]) -> float:
    """The share of the other steps that are covered, in the chain covered best; NaN: no chain."""
    shares = [
        sum(not {*step}.isdisjoint(able) for step in steps) / len(steps)
        for steps in _other_steps(family)
        if steps
    ]
    return max(shares, default=float("nan"))
