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

from matching.alone import EMPLOYEES_FULL
from matching.answers import material_fit, of_pairs, precision_fit, row_fit, size_fit
from matching.features import Bools, Country, Floats, Inputs, Ints, Mode, Tie, ranges
from matching.parts import NO_PLAN, cluster_fit, distance_km, fellows_fit
from matching.prepared import Prepared, prepare
from matching.scoring import PARTS, Matches

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


PAIRS_AT_ONCE = 1 << 15
STALE = 0.8  # evidence that has lost more than a fifth for its age is worth a word


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
    p = prepare(inputs)
    for first in range(0, len(matches), PAIRS_AT_ONCE):
        block = matches.take(np.arange(first, min(first + PAIRS_AT_ONCE, len(matches))))
        tell = (
            _capability(p, block, labels),
            _customer(inputs, block, labels),
            _intent(inputs, block),
            _capacity(p, block),
            _location(p, block, labels),
            _group(p, block),
            _evidence(block),
            _setback(inputs, block, labels),
        )
        for pair in range(len(block)):
            yield [reason for part in tell for reason in part(pair)]


# A part computes for all pairs at once and leaves to each pair only the choice of words.
_Teller = Callable[[int], Iterator[Reason]]


def _capability(p: Prepared, matches: Matches, labels: Labels) -> _Teller:
    companies, needs = p.inputs.companies, p.inputs.needs
    starts = np.searchsorted(needs.line_need, matches.need, side="left")
    ends = np.searchsorted(needs.line_need, matches.need, side="right")
    company = np.repeat(matches.company, ends - starts)
    lines = _lines(p, company, ranges(starts, ends), labels)
    at = np.r_[0, np.cumsum(ends - starts)].tolist()
    asked = needs.certificates[matches.need]
    held = companies.certificates[matches.company]
    recorded = companies.certificates_known[matches.company, None]
    start = np.nan_to_num(needs.start_months, nan=0)[matches.need, None]
    expires: Bools = held & (companies.certificate_months[matches.company] < start)
    certificates = [
        (f"certificates_{told}", _named(labels.certificates, which))
        for told, which in (
            ("unknown", asked & ~recorded),
            ("held", asked & recorded & held & ~expires),
            ("ending", asked & recorded & expires),
            ("missing", asked & recorded & ~held),
        )
    ]

    def tell(pair: int) -> Iterator[Reason]:
        for line in range(at[pair], at[pair + 1]):
            yield from lines[line]
        for code, keys in certificates:
            if keys[pair]:
                yield Reason("capability", code, {"certificates": keys[pair]})

    return tell


def _lines(p: Prepared, company: Ints, line: Ints, labels: Labels) -> list[list[Reason]]:
    """How the best rows of each company (n,) answer each requirement line (n,)."""
    companies, needs = p.inputs.companies, p.inputs.needs
    asked = [labels.nodes[node] for node in needs.line_node[line].tolist()]
    told = [[Reason("capability", "process_missing", {"asked": name})] for name in asked]
    row, exact = _best_rows(p, company, line)
    found = np.flatnonzero(row >= 0)
    row, line = row[found], line[found]
    inferred = companies.row_inferred[row].tolist()
    listed = [labels.nodes[node] for node in companies.row_node[row].tolist()]
    for at, (place, name) in enumerate(zip(found.tolist(), listed, strict=True)):
        if inferred[at]:
            params = {"asked": asked[place], "listed": name}
            told[place] = [Reason("capability", "process_inferred", params)]
        elif name == asked[place]:
            told[place] = [Reason("capability", "process_same", {"asked": name})]
        else:
            params = {"asked": asked[place], "listed": name}
            told[place] = [Reason("capability", "process_kin", params)]
    verdicts = _verdicts(material_fit(p, row, line), "worked")
    ask = needs.line_materials[line]
    every = _named(labels.materials, ask)
    stated, family = companies.row_materials[row], companies.row_families[row]
    partly = _named(labels.materials, ask & family & ~stated)
    lacking = _named(labels.materials, ask & ~(stated | family))
    for at, place in enumerate(found.tolist()):
        if every[at] and verdicts[at] != "short":
            code = f"materials_{verdicts[at]}"
            told[place].append(Reason("capability", code, {"materials": every[at]}))
        for code, names in (("family", partly[at]), ("short", lacking[at])):
            if names and verdicts[at] == "short":
                told[place].append(Reason("capability", f"materials_{code}", {"materials": names}))
    _add_precision(p, told, (found, exact[found], line))
    return told


def _add_precision(p: Prepared, told: list[list[Reason]], at: tuple[Ints, Ints, Ints]) -> None:
    """Tolerance and size of the row that holds them best; -1: no row speaks for the line."""
    companies, needs = p.inputs.companies, p.inputs.needs
    found, row, line = at
    silent = row < 0
    for check, want, have, fit in (
        ("precision", needs.line_precision_um, companies.row_precision_um, precision_fit),
        ("size", needs.line_size_mm, companies.row_size_mm, size_fit),
    ):
        verdicts = _verdicts(np.where(silent, np.nan, fit(p, row, line)), "held")
        wanted, offered = _numbers(want[line]), _numbers(have[row])
        for place, where in enumerate(found.tolist()):
            if wanted[place] is not None:
                params = {"asked": wanted[place], "have": offered[place]}
                told[where].append(Reason("precision", f"{check}_{verdicts[place]}", params))


def _best_rows(p: Prepared, company: Ints, line: Ints) -> tuple[Ints, Ints]:
    """(n,) the rows with which each company answers each line: for the process, and of those that
    speak for it, for tolerance and size; -1 without any."""
    counts = p.company_rows[company + 1] - p.company_rows[company]
    rows = ranges(p.company_rows[company], p.company_rows[company + 1])
    owner = np.repeat(np.arange(len(company)), counts)
    fit, exact = row_fit(p, rows, line[owner])
    return _first_best(fit, rows, owner, len(company)), _first_best(
        exact, rows, owner, len(company)
    )


def _first_best(value: Floats, rows: Ints, owner: Ints, count: int) -> Ints:
    """(count,) the row of the greatest value above 0 of each owner; of equals, the first."""
    highest = np.zeros(count, dtype=value.dtype)
    np.maximum.at(highest, owner, value)
    answers = np.flatnonzero((value == highest[owner]) & (value > 0))[::-1]  # the first wins
    best = np.full(count, -1, dtype=np.int64)
    best[owner[answers]] = rows[answers]
    return best


def _verdicts(fit: Floats, enough: str) -> list[str]:
    return ["unknown" if math.isnan(v) else enough if v >= 1 else "short" for v in fit.tolist()]


def _numbers(values: Floats) -> list[float | None]:
    """Numbers for JSON, to four digits; None for unknown."""
    return [None if math.isnan(v) else float(f"{v:.4g}") for v in values.tolist()]


def _named(keys: Sequence[str], which: Bools) -> list[list[str]]:
    """(n, keys) flags → the names of each of the n."""
    names: list[list[str]] = [[] for _ in range(len(which))]
    for place, column in np.argwhere(which).tolist():
        names[place].append(keys[column])
    return names


def _customer(inputs: Inputs, matches: Matches, labels: Labels) -> _Teller:
    companies, needs = inputs.companies, inputs.needs
    company, group = matches.company, needs.group[matches.need]
    known = companies.customers_known[company].tolist()
    groups = group.tolist()
    nobody = np.full(len(matches), -1, dtype=np.float32)
    sells = np.where(group >= 0, companies.tie[company, group], nobody) if labels.groups else nobody
    by_kind = {
        f"customer_{kind.name.lower()}": np.where(
            group >= 0, companies.indirect[company, group, kind], nobody
        )
        for kind in Tie
        if labels.groups
    }
    ties = [
        ("supplies_group", sells.tolist()),
        *((code, shares.tolist()) for code, shares in by_kind.items()),
        ("customer_in_korea", companies.customer_in_korea[company].tolist()),
        ("customer_abroad", companies.customer_abroad[company].tolist()),
    ]
    of_group = {"supplies_group", *by_kind}

    def tell(pair: int) -> Iterator[Reason]:
        if not known[pair]:
            yield Reason("customer", "customers_unknown", {})
            return
        for code, shares in ties:
            if (share := shares[pair]) >= 0:
                named = {"group": labels.groups[groups[pair]]} if code in of_group else {}
                percent = round(100 * share, 1) if share else None
                yield Reason("customer", code, {"share": percent} | named)
        if all(shares[pair] < 0 for _, shares in ties):
            yield Reason("customer", "no_tie", {})

    return tell


def _intent(inputs: Inputs, matches: Matches) -> _Teller:
    companies = inputs.companies
    mode = companies.mode[matches.company].tolist()
    country = companies.country[matches.company].tolist()
    horizon = companies.horizon_months[matches.company]
    late = (horizon - inputs.needs.start_months[matches.need]).tolist()
    months = _numbers(horizon)
    kept = companies.home_base_kept[matches.company].tolist()
    unknown = np.isnan(matches.parts[PARTS.index("intent")]).tolist()

    def tell(pair: int) -> Iterator[Reason]:
        if mode[pair]:
            yield Reason("intent", MODE_CODE[mode[pair]], {})
        if country[pair]:
            yield Reason("intent", COUNTRY_CODE[country[pair]], {})
        if late[pair] > 0:
            params = {"horizon": months[pair], "late": math.ceil(late[pair])}
            yield Reason("intent", "timing_late", params)
        elif late[pair] <= 0:  # neither when one of the two is not known
            yield Reason("intent", "timing_fits", {"horizon": months[pair]})
        if not math.isnan(kept[pair]):
            yield Reason("intent", "home_base_kept" if kept[pair] else "home_base_left", {})
        if unknown[pair]:
            yield Reason("intent", "intent_unknown", {})

    return tell


def _capacity(p: Prepared, matches: Matches) -> _Teller:
    companies, needs = p.inputs.companies, p.inputs.needs
    have = of_pairs(p, matches.company, matches.need).volume
    asked = needs.monthly_volume[matches.need]
    asked = np.where(asked > 0, asked, np.float32(np.nan))
    verdicts = _verdicts(have / asked, "enough")
    wanted, offered = _numbers(asked), _numbers(have)
    employees = _numbers(companies.employees[matches.company])
    finances = [
        (companies.means[matches.company].tolist(), 1.0, ("can_invest", "means_short"), None),
        (companies.growth[matches.company].tolist(), 0.0, ("sales_grow", "sales_fall"), "percent"),
        (companies.margin[matches.company].tolist(), 0.0, ("earns", "loses"), "percent"),
    ]

    def tell(pair: int) -> Iterator[Reason]:
        if wanted[pair] is not None:
            params = {"asked": wanted[pair], "have": offered[pair]}
            yield Reason("capacity", f"volume_{verdicts[pair]}", params)
        if (count := employees[pair]) is None:
            yield Reason("capacity", "employees_unknown", {})
        else:
            told = "employees_enough" if count >= EMPLOYEES_FULL else "employees_few"
            yield Reason("capacity", told, {"employees": int(count)})
        for values, enough, codes, param in finances:
            if not math.isnan(value := values[pair]):
                named = {param: round(100 * value, 1)} if param else {}
                yield Reason("capacity", codes[value < enough], named)
        if all(math.isnan(values[pair]) for values, *_ in finances):
            yield Reason("capacity", "finances_unknown", {})

    return tell


def _location(p: Prepared, matches: Matches, labels: Labels) -> _Teller:
    companies = p.inputs.companies
    at = (matches.company, matches.need)
    cluster = companies.cluster[matches.company].tolist()
    special = cluster_fit(p, *at).tolist()
    distance = distance_km(p, *at).tolist()
    programme = companies.programme[matches.company].tolist()
    unknown = np.isnan(matches.parts[PARTS.index("location")]).tolist()

    def tell(pair: int) -> Iterator[Reason]:
        if not math.isnan(special[pair]):
            code = "cluster_of_trade" if special[pair] > 0 else "cluster_of_other_trades"
            yield Reason("location", code, {"cluster": labels.clusters[cluster[pair]]})
        if not math.isnan(distance[pair]):
            yield Reason("location", "distance", {"km": round(distance[pair], -1)})
        if programme[pair] == 1:
            yield Reason("location", "programme_helps", {})
        if unknown[pair]:
            yield Reason("location", "place_unknown", {})

    return tell


def _group(p: Prepared, matches: Matches) -> _Teller:
    stage = p.inputs.companies.plan[matches.company]
    plan = stage.tolist()
    planned = (stage > np.float32(NO_PLAN)).tolist()  # as a float, 0.3 of 32 bits is above 0.3
    fellows = fellows_fit(p, matches.company, matches.need).tolist()

    def tell(pair: int) -> Iterator[Reason]:
        if math.isnan(plan[pair]):
            yield Reason("group", "group_unknown", {})
            return
        yield Reason("group", "group_has_plan" if planned[pair] else "group_no_plan", {})
        if fellows[pair] > 0:
            percent = round(100 * fellows[pair])
            yield Reason("group", "fellows_cover", {"percent": percent})
        elif fellows[pair] == 0:
            yield Reason("group", "fellows_cover_none", {})

    return tell


def _evidence(matches: Matches) -> _Teller:
    """A word on the age of the evidence, where it takes from the confidence."""
    left = matches.freshness.tolist()

    def tell(pair: int) -> Iterator[Reason]:
        if left[pair] < STALE:
            yield Reason("evidence", "evidence_old", {"percent": round(100 * (1 - left[pair]))})

    return tell


def _setback(inputs: Inputs, matches: Matches, labels: Labels) -> _Teller:
    """A word on what rejections by the need's group take from the priority."""
    group = inputs.needs.group[matches.need]
    left = inputs.setbacks.left(matches.company, group)
    percents = [0] * len(matches) if left is None else [round(100 * (1 - v)) for v in left.tolist()]
    groups = group.tolist()

    def tell(pair: int) -> Iterator[Reason]:
        if percents[pair]:
            params = {"group": labels.groups[groups[pair]], "percent": percents[pair]}
            yield Reason("setback", "turned_down", params)

    return tell
