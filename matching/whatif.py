"""What one fact more would change for a company and a need: scored again with that fact set.

Only facts that are missing: not known, or known to be lacking and in the company's power.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.alone import EMPLOYEES_FULL
from matching.explaining import Labels
from matching.features import Bools, Companies, Country, Inputs, Mode
from matching.fetching import fetch
from matching.masks import SPEAKS
from matching.models import Match
from matching.prepared import prepare
from matching.reasons import Names, joined, load_names
from matching.scoring import FLOOR, Weights, held_against_musts
from matching.shortlist import weights_of

GAIN = 0.005  # of priority: less is not worth a word

WORDS: dict[str, Promise] = {
    "certificates": _("Holds %(certificates)s"),
    "process": _("The process is confirmed"),
    "tolerance": _("Holds ±%(asked)s µm"),
    "size": _("Has room for parts of %(asked)s mm"),
    "materials": _("Works %(materials)s"),
    "volume": _("Makes %(asked)s pieces a month"),
    "tie": _("Sells to %(group)s"),
    "mode": _("Means to accompany a large firm"),
    "korea": _("Looks at Korea"),
    "timing": _("Can move by the start of supply"),
    "home": _("Keeps its home base in Japan"),
    "employees": _("Can spare a team of its people"),
    "means": _("Can put in the minimum foreign investment"),
    "plan": _("Belongs to a cooperative that has decided to go"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A missing fact: its code in `WORDS` with parameters, and the inputs in which it is set."""

    code: str
    params: Mapping[str, Any]
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Change:
    """With this fact the pair would score so, and stand at this place of the need's list."""

    text: str
    score: float
    priority: float
    place: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a pair stands in the need's list, and what would move it up, the most first."""

    place: int
    changes: tuple[Change, ...]


def outlook(match: Match, *, today: dt.date, most: int = 6) -> Outlook:
    """What one fact more would change for this match.

    The place is among the need's matches as its list shows them, without those that were rejected;
    ties go to those that are there.
    """
    listed = Match.objects.of_need(match.need_id).standing()
    others = listed.exclude(pk=match.pk)
    priorities = np.array(others.order_by().values_list("priority", flat=True), dtype=np.float64)

    def place(priority: float) -> int:
        return 1 + int((priorities > priority).sum())

    weights = weights_of(match.profile)  # as its list was made
    facts = fetch(today=today, company_ids=[match.company_id], need_ids=[match.need_id])
    here = place(match.priority)
    if not facts.company_ids or not facts.need_ids:  # closed meanwhile
        return Outlook(here, ())
    names = load_names()
    now = _priority(facts.inputs, weights)
    changes = []
    for fact in missing(facts.inputs, facts.labels):
        then = _priority(fact.inputs, weights)
        if then is not None and then[1] > (now[1] if now else 0) + GAIN:
            text = str(WORDS[fact.code]) % _named(fact.params, names)
            changes.append(Change(text, *then, place(then[1])))
    changes.sort(key=lambda change: -change.priority)
    return Outlook(here, tuple(changes[:most]))


def _priority(inputs: Inputs, weights: Weights) -> tuple[float, float] | None:
    """Score and priority of the only pair; None where it would not be listed."""
    first = np.zeros(1, dtype=np.int64)
    found, why = held_against_musts(prepare(inputs), weights, first, first)
    if why[0] or found.parts[0, 0] < FLOOR:
        return None
    return float(found.score[0]), float(found.priority[0])


def _named(params: Mapping[str, Any], names: Names) -> dict[str, Any]:
    known = {"certificates": names.certificates, "materials": names.materials}
    return {
        param: joined(known[param].get(key, key) for key in value) if param in known else value
        for param, value in params.items()
    }


def missing(inputs: Inputs, labels: Labels) -> Iterator[Fact]:
    """Each missing fact of the only company for the only need, set at its best."""
    yield from _skills(inputs, labels)
    yield from _ties_and_will(inputs, labels)
    yield from _strength(inputs)


def _skills(inputs: Inputs, labels: Labels) -> Iterator[Fact]:
    yield from _certificates(inputs, labels)
    companies, needs = inputs.companies, inputs.needs
    main = int(np.argmax(needs.line_weight)) if len(needs.line_node) else -1
    if main < 0:
        return
    credit = inputs.reference.credit[companies.row_node, needs.line_node[main]]
    speaks = credit * companies.row_strength >= SPEAKS
    if speaks.any():
        yield from _of_rows(inputs, labels, main, speaks)


def _certificates(inputs: Inputs, labels: Labels) -> Iterator[Fact]:
    companies, needs = inputs.companies, inputs.needs
    asked = needs.certificates[0]
    start = np.nan_to_num(needs.start_months[0])
    lacking = asked & ~(companies.certificates[0] & (companies.certificate_months[0] >= start))
    if not lacking.any():
        return
    months = np.where(lacking, np.inf, companies.certificate_months[0])[None]
    named = [labels.certificates[which] for which in np.flatnonzero(lacking).tolist()]
    yield _set(
        inputs, "certificates", {"certificates": named},
        certificates=(companies.certificates[0] | asked)[None],
        certificates_known=np.ones(1, dtype=np.bool_),
        certificate_months=months.astype(np.float32),
    )  # fmt: skip


def _of_rows(inputs: Inputs, labels: Labels, main: int, speaks: Bools) -> Iterator[Fact]:
    """What the company's rows that speak for the need's main line leave open."""
    companies, needs = inputs.companies, inputs.needs
    if companies.row_inferred[speaks].all():
        yield _set(
            inputs, "process", {},
            row_inferred=companies.row_inferred & ~speaks,
            row_strength=np.where(speaks, 1, companies.row_strength).astype(np.float32),
        )  # fmt: skip
    for code, column, want in (
        ("tolerance", "row_precision_um", needs.line_precision_um[main]),
        ("size", "row_size_mm", needs.line_size_mm[main]),
        ("volume", "row_monthly_volume", needs.monthly_volume[0]),
    ):
        known = getattr(companies, column)
        if want > 0 and np.isnan(known[speaks]).all():
            values = np.where(speaks, want, known).astype(np.float32)
            yield _set(inputs, code, {"asked": _number(want)}, **{column: values})
    materials = needs.line_materials[main]
    if materials.any() and not companies.row_materials[speaks].any():
        named = [labels.materials[which] for which in np.flatnonzero(materials).tolist()]
        rows = companies.row_materials | (speaks[:, None] & materials)
        yield _set(inputs, "materials", {"materials": named}, row_materials=rows)


def _ties_and_will(inputs: Inputs, labels: Labels) -> Iterator[Fact]:
    companies, group = inputs.companies, int(inputs.needs.group[0])
    if group >= 0 and not companies.customers_known[0]:
        tie = companies.tie.copy()
        tie[0, group] = 0
        yield _set(
            inputs, "tie", {"group": labels.groups[group]},
            tie=tie, customers_known=np.ones(1, dtype=np.bool_),
        )  # fmt: skip
    if companies.mode[0] == Mode.UNKNOWN:
        yield _set(inputs, "mode", {}, mode=np.array([Mode.ACCOMPANYING]))
    if companies.country[0] != Country.KOREA:
        yield _set(inputs, "korea", {}, country=np.array([Country.KOREA]))
    if np.isnan(companies.horizon_months[0]) and not np.isnan(inputs.needs.start_months[0]):
        yield _set(inputs, "timing", {}, horizon_months=np.zeros(1, dtype=np.float32))
    if np.isnan(companies.home_base_kept[0]):
        yield _set(inputs, "home", {}, home_base_kept=np.ones(1, dtype=np.float32))


def _strength(inputs: Inputs) -> Iterator[Fact]:
    for code, column, best in (
        ("employees", "employees", EMPLOYEES_FULL),
        ("means", "means", 1.0),
        ("plan", "plan", 1.0),
    ):
        if np.isnan(getattr(inputs.companies, column)[0]):
            yield _set(inputs, code, {}, **{column: np.array([best], dtype=np.float32)})


def _set(inputs: Inputs, code: str, params: Mapping[str, Any], **columns: Any) -> Fact:
    """The fact, and the inputs with these columns of the company."""
    companies: Companies = replace(inputs.companies, **columns)
    return Fact(code, params, replace(inputs, companies=companies))


def _number(value: Any) -> str:
    return f"{float(value):,.4g}" if value < 1000 else f"{float(value):,.0f}"
