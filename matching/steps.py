"""The steps that a package is asked for, their order, and the places where it could stand.

A chain of steps is stated as several open needs of one firm, or as further steps inside one need
(the mould before the moulding before the plating), in the order of making unless somebody says
otherwise.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.models import InvestmentZone, Need, Site
from prospects.chains import CHAINS
from prospects.models import Capability
from prospects.taxonomy import Taxonomy, taxonomy


@dataclass(frozen=True)
class Added:
    """A step inside a need that is no need itself; `volume` in pieces a month."""

    capability: Capability
    volume: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A step that is asked for: a need's own process, or (`added`) a further one inside it."""

    need: Need
    capability: Capability
    volume: int | None
    added: bool = False

    @property
    def key(self) -> uuid.UUID:
        """The need's own key, or that of the added process."""
        return self.capability.pk if self.added else self.need.pk


@dataclass(frozen=True)
class Place:
    """Where a package could stand: a site, or the complex in which one or more sites are."""

    site: Site | None
    zone: InvestmentZone | None

    @property
    def key(self) -> str:
        where = self.zone or self.site
        return str(where.pk) if where else ""

    def has(self, need: Need) -> bool:
        """Whether the need is for this place; one without a site is for any."""
        if need.site is None:
            return True
        if self.zone is not None:
            return need.site.zone_id == self.zone.pk
        return self.site is not None and need.site_id == self.site.pk


def chain_of(need: Need) -> list[Need]:
    """The open needs of the same firm, in the order of making, and the need itself."""
    others = Need.objects.filter(firm=need.firm_id).select_related(
        "capability__parent", "site__zone"
    )
    open_needs = [each for each in others if each.status == Need.Status.OPEN or each == need]
    return in_order(open_needs)


def in_order(needs: Iterable[Need]) -> list[Need]:
    """Needs as steps: the tool before the part before its finish, as `prospects.chains` has it."""
    tree = taxonomy()
    return sorted(needs, key=lambda need: (*_making(tree, need.capability), str(need.pk)))


def _making(tree: Taxonomy, capability: Capability) -> tuple[int, int]:
    """Where a process, or a variant of one, stands in the order of making."""
    return (_MAKING.get(tree.root(capability).key, len(_MAKING)), capability.position)


def _places_in_chains() -> dict[str, int]:
    place: dict[str, int] = {}
    for _name, steps in CHAINS.values():
        for index, families in enumerate(steps):
            for family in families:
                place[family] = max(place.get(family, 0), index)
    return place


_MAKING = _places_in_chains()


def steps_of(
    needs: Sequence[Need],
    added: Sequence[Added] = (),
    order: Mapping[uuid.UUID, int] | None = None,
) -> tuple[Wanted, ...]:
    """The steps in the order of making; `order` says by a step's key at which place it stands.

    What is added belongs to the first need; a process that a need asks for is no further step.
    """
    first, own = in_order(needs), {need.capability_id for need in needs}
    steps = [Wanted(need, need.capability, need.monthly_volume) for need in first]
    steps += [
        Wanted(first[0], each.capability, each.volume, added=True)
        for each in added
        if each.capability.pk not in own
    ]
    tree = taxonomy()
    steps.sort(key=lambda step: (*_making(tree, step.capability), step.added, str(step.key)))
    stated = order or {}
    usual = {step.key: place for place, step in enumerate(steps, 1)}
    steps.sort(key=lambda step: (stated.get(step.key, usual[step.key]), step.key not in stated))
    return tuple(steps)


def places_of(needs: Iterable[Need]) -> tuple[Place, ...]:
    """The sites that the needs are for; those in one complex are one place."""
    found: dict[str, Place] = {}
    for need in needs:
        if need.site is not None:
            zone = need.site.zone
            place = Place(None if zone else need.site, zone)
            found.setdefault(place.key, place)
    return tuple(found.values())
