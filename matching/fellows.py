"""Which companies belong together in cooperatives, and which steps of making a part they cover."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.expressions import RawSQL

from matching.features import Bools, Floats, Ints
from matching.keys import Keys, Packed, keys
from matching.packed import Key, Number, read
from prospects.chains import CHAINS
from prospects.models import Capability, CompanyCapability, Cooperative, CooperativeMembership


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


@dataclass(frozen=True, slots=True)
class Fellows:
    """Who belongs together. of: (N,) the group of fellow members of each company, -1 for no member
    of any cooperative. groups: (H,) of which cooperatives each group is, by index; companies of the
    same ones share it. cooperatives: by index."""

    of: Ints
    groups: Sequence[frozenset[int]]
    cooperatives: Keys


def fellows_of(members: Members, count: int) -> Fellows:
    """The fellows of `count` companies."""
    cooperatives = Keys(np.unique(members.cooperative))
    place = cooperatives.places(members.cooperative)
    several = np.bincount(members.company, minlength=count)[members.company] > 1
    # Most belong to one only: each cooperative is a group, those of several make further ones.
    of = np.full(count, -1, dtype=np.int64)
    of[members.company[~several]] = place[~several]
    member_of: dict[int, set[int]] = defaultdict(set)
    rows = zip(members.company[several].tolist(), place[several].tolist(), strict=True)
    for company, cooperative in rows:
        member_of[company].add(cooperative)
    groups = {frozenset((each,)): each for each in range(len(cooperatives))}
    for company in sorted(member_of):
        of[company] = groups.setdefault(frozenset(member_of[company]), len(groups))
    return Fellows(of, [*groups], cooperatives)


def in_chains(taxonomy: Sequence[Capability]) -> Bools:
    """(K,) which nodes of the taxonomy are steps of a chain."""
    family = _families(taxonomy)
    return np.array([bool(_other_steps(family[node.pk])) for node in taxonomy], dtype=np.bool_)


def fetch_cover(
    fellows: Fellows,
    which: Ints,
    taxonomy: Sequence[Capability],
    asked: Iterable[uuid.UUID],
) -> Floats:
    """(n, K) for each group at `which`, the share of the other steps of the node's chain that some
    member does: one query.

    `asked`: the nodes of the taxonomy that needs ask for; of other families nothing is read.
    """
    groups = [fellows.groups[place] for place in which.tolist()]
    among = sorted({place for group in groups for place in group})
    family = _families(taxonomy)
    steps = {key: _other_steps(key) for key in {family[node] for node in asked}}
    told = {
        name for chains in steps.values() for chain in chains for step in chain for name in step
    }
    cooperatives = Keys(fellows.cooperatives[place] for place in among)
    held = _held_by(cooperatives, {node: key for node, key in family.items() if key in told})
    place_of = {place: at for at, place in enumerate(among)}
    groups = [frozenset(place_of[place] for place in group) for group in groups]
    nobody = np.zeros(len(groups), dtype=np.bool_)
    able = {name: _in_groups(held[name], groups) if name in held else nobody for name in told}
    covered = {key: _covered(chains, able, len(groups)) for key, chains in steps.items()}
    unread = np.full(len(groups), np.nan, dtype=np.float32)
    cover = [covered.get(family[node.pk], unread) for node in taxonomy]
    return np.array(cover, dtype=np.float32).reshape(len(taxonomy), len(groups)).T


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


def _held_by(cooperatives: Keys, family: Mapping[uuid.UUID, str]) -> dict[str, Bools]:
    """For each of these families, (n,) which cooperatives have a member that masters it."""
    nodes: dict[str, list[uuid.UUID]] = defaultdict(list)
    for node, name in family.items():
        nodes[name].append(node)
    # Of each cooperative no more members are looked at than it takes to find one, and none for what
    # nobody does at all.
    members = CooperativeMembership.objects.filter(cooperative=OuterRef("pk"))
    masters = {}
    for place, some in enumerate(nodes.values()):
        rows = CompanyCapability.objects.filter(capability__in=some)
        member = members.filter(Exists(rows.filter(company=OuterRef("company"))))
        masters[f"_{place}"] = ExpressionWrapper(
            Q(Exists(rows)) & Q(Exists(member)), output_field=BooleanField()
        )
    held = np.zeros((len(cooperatives), len(nodes)), dtype=np.bool_)
    found = Cooperative.objects.filter(pk__in=keys(cooperatives)).order_by().annotate(**masters)
    for key, *does in found.values_list("pk", *masters):
        held[cooperatives.places([key])] = does
    return dict(zip(nodes, held.T, strict=True))


def _in_groups(does: Bools, groups: Iterable[frozenset[int]]) -> Bools:
    """(H,) which groups of cooperatives hold one of those that do it, (n,)."""
    doing = {*np.flatnonzero(does).tolist()}
    return np.array([not doing.isdisjoint(each) for each in groups], dtype=np.bool_)


def _other_steps(family: str) -> list[list[tuple[str, ...]]]:
    """The other steps of each chain in which a family is a step."""
    return [
        [step for step in steps if family not in step]
        for _, steps in CHAINS.values()
        if any(family in step for step in steps)
    ]


def _covered(
    chains: Sequence[Sequence[tuple[str, ...]]], able: Mapping[str, Bools], count: int
) -> Floats:
    """(H,) the share of the steps that each of `count` groups covers, in the chain covered best;
    NaN: no chain."""
    best = np.full(count, np.nan, dtype=np.float32)
    for steps in filter(None, chains):
        does = [np.any([able[name] for name in step], axis=0) for step in steps]
        best = np.fmax(best, np.mean(does, axis=0, dtype=np.float32))
    return best
