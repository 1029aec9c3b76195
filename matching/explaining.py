"""Why a pair scored what it did: codes with parameters, for `matching.reasons` to put into words.

Pure. Reasons are made for the kept pairs only, from the same functions that made the parts, so a
reason never says anything that the score has not seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.features import Country, Floats, Inputs, Ints, Mode
from matching.parts import (
    EMPLOYEES_FULL,
    cluster_fit,
    distance_km,
    main_node,
    material_fit,
    precision_fit,
    row_fit,
    size_fit,
    volume_by_node,
)
from matching.scoring import Matches

MODE_CODE = {
    Mode.ALONE: "goes_alone",
    Mode.GROUP: "goes_in_group",
    Mode.ACCOMPANYING: "goes_accompanying",
}
COUNTRY_CODE = {
    Country.ELSEWHERE: "looks_elsewhere",
    Country.OPEN: "country_open",
    Country.KOREA: "looks_at_korea",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One statement about one part. `params` hold numbers and stable keys, ready for JSON."""

    part: str
    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The keys behind the indexes: of nodes (K), materials (T), certificates (Q), clusters (C) and
    groups (G)."""

    nodes: Sequence[str]
    materials: Sequence[str]
    certificates: Sequence[str]
    clusters: Sequence[str]
    groups: Sequence[str]


def explain(inputs: Inputs, matches: Matches, labels: Labels) -> Iterator[list[Reason]]:
    """The reasons of each pair, in the order of the matches and of the parts."""
    tell = (
        _capability(inputs, matches, labels),
        _customer(inputs, matches, labels),
        _intent(inputs, matches),
        _capacity(inputs, matches),
        _location(inputs, matches, labels),
    )
    for pair in range(len(matches)):
        yield [reason for part in tell for reason in part(pair)]


_Teller = Callable[[int], Iterator[Reason]]


def _capability(inputs: Inputs, matches: Matches, labels: Labels) -> _Teller:
    companies, needs = inputs.companies, inputs.needs
    first = np.searchsorted(needs.line_need, matches.need, side="left")
    last = np.searchsorted(needs.line_need, matches.need, side="right")

    def tell(pair: int) -> Iterator[Reason]:
        company, need = int(matches.company[pair]), int(matches.need[pair])
        for line in range(int(first[pair]), int(last[pair])):
            yield from _line(inputs, labels, company, line)
        asked = np.flatnonzero(needs.certificates[need])
        if not len(asked):
            return
        if not companies.certificates_known[company]:
            yield Reason("capability", "certificates_unknown", {"certificates": _at(labels, asked)})
            return
        held = companies.certificates[company, asked]
        for code, which in (("certificates_held", held), ("certificates_missing", ~held)):
            if which.any():
                yield Reason("capability", code, {"certificates": _at(labels, asked[which])})

    return tell


def _at(labels: Labels, indexes: Ints) -> list[str]:
    return [labels.certificates[i] for i in indexes]


def _line(inputs: Inputs, labels: Labels, company: int, line: int) -> Iterator[Reason]:
    """How the company's best row answers one line."""
    companies, needs = inputs.companies, inputs.needs
    asked = labels.nodes[int(needs.line_node[line])]
    rows = np.arange(*np.searchsorted(companies.row_company, (company, company + 1)))
    at = np.full(len(rows), line)
    rank = row_fit(companies, needs, inputs.reference.credit, rows, at)
    if not len(rows) or rank.max() >> 3 == 0:
        yield Reason("capability", "process_missing", {"asked": asked})
        return
    best, one = rows[[int(rank.argmax())]], np.array([line])
    listed = labels.nodes[int(companies.row_node[best[0]])]
    if companies.row_inferred[best[0]]:
        yield Reason("capability", "process_inferred", {"asked": asked, "listed": listed})
    elif listed == asked:
        yield Reason("capability", "process_same", {"asked": asked})
    else:
        yield Reason("capability", "process_kin", {"asked": asked, "listed": listed})
    for name, have, want, fit in (
        ("precision", companies.row_precision_um, needs.line_precision_um, precision_fit),
        ("size", companies.row_size_mm, needs.line_size_mm, size_fit),
    ):
        if np.isnan(want[line]):
            continue
        told = _verdict(float(fit(companies, needs, best, one)[0]), "held")
        params = {"asked": _number(want[line]), "have": _number(have[best[0]])}
        yield Reason("capability", f"{name}_{told}", params)
    wanted = np.flatnonzero(needs.line_materials[line])
    if len(wanted):
        told = _verdict(float(material_fit(companies, needs, best, one)[0]), "worked")
        worked = companies.row_materials[best[0], wanted]
        named = wanted[~worked] if told == "short" else wanted
        materials = [labels.materials[int(i)] for i in named]
        yield Reason("capability", f"materials_{told}", {"materials": materials})


def _verdict(fit: float, enough: str) -> str:
    return "unknown" if math.isnan(fit) else enough if fit >= 1 else "short"


def _number(value: Any) -> float | None:
    """A number for JSON, to four digits; None for unknown."""
    return None if np.isnan(value) else float(f"{float(value):.4g}")


def _customer(inputs: Inputs, matches: Matches, labels: Labels) -> _Teller:
    companies, needs = inputs.companies, inputs.needs

    def tell(pair: int) -> Iterator[Reason]:
        company, group = int(matches.company[pair]), int(needs.group[matches.need[pair]])
        if not companies.customers_known[company]:
            yield Reason("customer", "customers_unknown", {})
            return
        ties: list[tuple[str, Floats, dict[str, Any]]] = [
            ("customer_in_korea", companies.customer_in_korea[company], {}),
            ("customer_abroad", companies.customer_abroad[company], {}),
        ]
        if group >= 0:
            sells = companies.tie[company, group]
            ties.insert(0, ("supplies_group", sells, {"group": labels.groups[group]}))
        there = [(code, float(share), params) for code, share, params in ties if share >= 0]
        for code, share, params in there:
            percent = round(100 * share, 1) if share > 0 else None
            yield Reason("customer", code, {"share": percent} | params)
        if not there:
            yield Reason("customer", "no_tie", {})

    return tell


def _intent(inputs: Inputs, matches: Matches) -> _Teller:
    companies, needs = inputs.companies, inputs.needs

    def tell(pair: int) -> Iterator[Reason]:
        company, need = int(matches.company[pair]), int(matches.need[pair])
        if mode := MODE_CODE.get(Mode(int(companies.mode[company]))):
            yield Reason("intent", mode, {})
        if country := COUNTRY_CODE.get(Country(int(companies.country[company]))):
            yield Reason("intent", country, {})
        horizon, start = companies.horizon_months[company], needs.start_months[need]
        if not np.isnan(horizon) and not np.isnan(start):
            late = int(np.ceil(horizon - start))
            told = {"horizon": _number(horizon), "late": max(0, late)}
            yield Reason("intent", "timing_late" if late > 0 else "timing_fits", told)
        kept = companies.home_base_kept[company]
        if not np.isnan(kept):
            yield Reason("intent", "home_base_kept" if kept else "home_base_left", {})
        if np.isnan(matches.parts[2, pair]):
            yield Reason("intent", "intent_unknown", {})

    return tell


def _capacity(inputs: Inputs, matches: Matches) -> _Teller:
    companies, needs = inputs.companies, inputs.needs
    volume = volume_by_node(companies, needs, inputs.reference.credit)
    node = main_node(needs)

    def tell(pair: int) -> Iterator[Reason]:
        company, need = int(matches.company[pair]), int(matches.need[pair])
        asked = needs.monthly_volume[need]
        if asked > 0:
            have = volume[node[need], company]
            told = _verdict(float(have / asked), "enough")
            yield Reason(
                "capacity", f"volume_{told}", {"asked": _number(asked), "have": _number(have)}
            )
        employees = companies.employees[company]
        if np.isnan(employees):
            yield Reason("capacity", "employees_unknown", {})
        else:
            told = "employees_enough" if employees >= EMPLOYEES_FULL else "employees_few"
            yield Reason("capacity", told, {"employees": int(employees)})

    return tell


def _location(inputs: Inputs, matches: Matches, labels: Labels) -> _Teller:
    companies, needs = inputs.companies, inputs.needs
    at = (matches.company, matches.need)
    special = cluster_fit(companies, needs, inputs.reference, *at)
    distance = distance_km(companies, needs, *at)

    def tell(pair: int) -> Iterator[Reason]:
        company = int(matches.company[pair])
        if not np.isnan(special[pair]):
            code = "cluster_of_trade" if special[pair] > 0 else "cluster_of_other_trades"
            yield Reason("location", code, {"cluster": labels.clusters[companies.cluster[company]]})
        if not np.isnan(distance[pair]):
            yield Reason("location", "distance", {"km": round(float(distance[pair]), -1)})
        if companies.programme[company] == 1:
            yield Reason("location", "programme_helps", {})
        if np.isnan(matches.parts[4, pair]):
            yield Reason("location", "place_unknown", {})

    return tell
