"""What a package is composed of, as its form states it: needs, further steps, order, place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.rates import convert
from crm.templatetags.names import localname
from crm.web.fields import CapabilityChoice, NamedChoice
from matching.models import InvestmentZone, Need
from matching.steps import Added, Place, Wanted, places_of, steps_of
from prospects.chains import CHAINS
from prospects.models import Capability
from prospects.number_fields import NumberText, WholeNumberField

#: More steps than this are no chain that anybody could follow.
STEPS = 8
_LARGEST = 2_147_483_647


class StepsForm(forms.Form):
    """The steps inside the chosen needs. Fields of a step carry its key.

    `add` and `chain` bring further steps in, `drop` takes one out; what stands in the address is
    the whole state, so that it can be sent to a colleague.
    """

    add = CapabilityChoice(
        label=_("Further step"),
        queryset=Capability.objects.none(),
        required=False,
        empty_label=_("Choose a process"),
    )
    place = forms.ChoiceField(
        label=_("Site or complex"),
        required=False,
        help_text=_("Told: every package says how it fits. Required: others are not composed."),
    )

    def __init__(self, query: QueryDict, needs: Sequence[Need]) -> None:
        super().__init__(query)
        self.needs = needs
        cast("NamedChoice", self.fields["add"]).queryset = Capability.objects.all()
        self.places = {place.key: place for place in places_of(needs)}
        choices: list[tuple[str, Any]] = [("", _("told only"))]
        choices += [
            (key, _("required: %(place)s") % {"place": localname(each.zone or each.site)})
            for key, each in self.places.items()
        ]
        cast("forms.ChoiceField", self.fields["place"]).choices = choices
        self.added = self._added(query)
        for step in self.usual():
            name = self._label(step)
            self.fields[f"order-{step.key}"] = WholeNumberField(
                label=_("Place of %(step)s") % {"step": name},
                required=False,
                min_value=1,
                max_value=99,
                widget=NumberText(attrs={"class": "limit"}),
            )
            if step.added:
                self.fields[f"volume-{step.key}"] = WholeNumberField(
                    label=_("Volume of %(step)s") % {"step": name},
                    required=False,
                    min_value=1,
                    max_value=_LARGEST,
                    widget=NumberText(attrs={"class": "limit limit-wide"}),
                )

    def _added(self, query: QueryDict) -> list[Capability]:
        """The added processes in the order of asking, without what the needs ask for themselves."""
        asked = [*query.getlist("step"), query.get("add", "")]
        keys = [key for text in asked if (key := key_of(text))]
        nodes = {node.pk: node for node in Capability.objects.select_related("parent")}
        families = {node.key: node.pk for node in nodes.values() if node.parent_id is None}
        chain = str(query.get("chain", ""))
        if chain in CHAINS:
            keys += missing_of(chain, families, [*self._own(), *keys], nodes)
        dropped = {key_of(text) for text in query.getlist("drop")}
        own = {need.capability_id for need in self.needs}
        wanted = [key for key in dict.fromkeys(keys) if key in nodes and key not in own | dropped]
        return [nodes[key] for key in wanted][: max(STEPS - len(self.needs), 0)]

    def _own(self) -> list[UUID]:
        return [need.capability_id for need in self.needs]

    def usual(self) -> tuple[Wanted, ...]:
        """The steps as they stand unless an order is stated."""
        return steps_of(self.needs, [Added(each) for each in self.added])

    def steps(self) -> tuple[Wanted, ...]:
        """The steps in the order that is stated, with their volumes; of a valid form."""
        return steps_of(self.needs, self.wanted(), self.order())

    def wanted(self) -> list[Added]:
        return [Added(each, self._number(f"volume-{each.pk}")) for each in self.added]

    def order(self) -> dict[UUID, int]:
        """The places that are stated, by the steps' keys."""
        found = {step.key: self._number(f"order-{step.key}") for step in self.usual()}
        return {key: place for key, place in found.items() if place is not None}

    def where(self) -> Place | None:
        """The place that is required; None: it is only told."""
        return self.places.get(self.cleaned_data.get("place", ""))

    def rows(self) -> list[tuple[int, Wanted, forms.BoundField, forms.BoundField | None]]:
        """Each step with its place and the fields of its line."""
        steps = self.steps() if self.is_valid() else self.usual()
        for place, step in enumerate(steps, 1):
            self.fields[f"order-{step.key}"].widget.attrs["placeholder"] = place
        return [
            (
                place,
                step,
                self[f"order-{step.key}"],
                self[f"volume-{step.key}"] if step.added else None,
            )
            for place, step in enumerate(steps, 1)
        ]

    def _number(self, name: str) -> int | None:
        number: int | None = self.cleaned_data.get(name)
        return number

    def _label(self, step: Wanted) -> str:
        return localname(step.capability)


def missing_of(
    chain: str,
    families: Mapping[str, UUID],
    have: Sequence[UUID],
    nodes: Mapping[UUID, Capability],
) -> list[UUID]:
    """The families of a chain of which no step is there yet: of each step the first way."""
    roots = {_root(nodes, key) for key in have if key in nodes}
    found = []
    for ways in CHAINS[chain][1]:
        own = [families[way] for way in ways if way in families]
        if own and not roots & {*own}:
            found.append(own[0])
    return found


def _root(nodes: Mapping[UUID, Capability], key: UUID) -> UUID:
    node = nodes[key]
    for _step in nodes:
        if node.parent_id is None:
            break
        node = nodes[node.parent_id]
    return node.pk


def threshold(zone: InvestmentZone) -> tuple[Decimal | None, str]:
    """The zone's least amount in won and the currency it is stated in; none where none is known."""
    if zone.minimum_amount is None:
        return None, ""
    return convert(zone.minimum_amount, zone.minimum_currency, "KRW"), zone.minimum_currency


def key_of(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
