"""Companies held against one need beside each other: also those that its list does not show.

Scores, parts and reasons are the stored ones, so that a comparison says what the need's page says;
a company without a stored match is scored as of now.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from matching.explaining import explain
from matching.fetching import Fetched, fetch
from matching.masks import WHY
from matching.models import Match, MatchExclusion, Need, Why
from matching.prepared import prepare
from matching.scoring import FLOOR, PARTS, Weights, held_against_musts
from matching.shortlist import active_profile
from prospects.models import Company


class Verdict(StrEnum):
    """How a company stands to a must."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A company held against a need.

    match: the stored one, else one made now and not stored (`stored` says which); None where need
    or company is closed and nothing is stored. place: in the need's list, or where it would stand;
    None for one that does not do the work. why: keys of `Why` that leave it out. musts: by key, of
    those that ask for something.
    """

    company: Company
    match: Match | None
    stored: bool
    place: int | None
    why: tuple[str, ...]
    musts: Mapping[str, Verdict]

    def failing(self, must: str) -> list[Why]:
        """How the company falls short of a must."""
        return [Why(key) for key in self.why if key in _FAILS[must][0]]


@dataclass(frozen=True, slots=True)
class Held:
    """What stands beside each other, and what a capability is worth for the need, by key: 1 is
    what is asked, 0 (or none) nothing to do with it."""

    standings: tuple[Standing, ...]
    credit: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Now:
    """A pair scored as of now. able: it does the work."""

    match: Match
    able: bool
    why: tuple[str, ...]


def held_against(
    need: Need, companies: Sequence[Company], *, matches: QuerySet[Match], musts: Collection[str]
) -> Held:
    """Each company against the need, in the order given; a fixed number of queries.

    matches: those that may be shown. musts: those of the need that ask for something.
    """
    stored = {match.company_id: match for match in matches.filter(company__in=companies)}
    facts = fetch(
        today=timezone.localdate(),
        company_ids=[each.pk for each in companies],
        need_ids=[need.pk],
    )
    now = _scored(need, facts)
    excluded = MatchExclusion.objects.filter(need=need, company__in=companies)
    told = dict(excluded.values_list("company", "reasons"))
    priorities = need.matches.order_by().values_list("priority", flat=True)
    ranked = np.array(priorities, dtype=np.float64)

    def standing(company: Company) -> Standing:
        match, here = stored.get(company.pk), now.get(company.pk)
        listed = match or (here.match if here else None)
        place = None
        if listed and (match or (here and here.able)):
            place = 1 + int((ranked > listed.priority).sum())
        why = here.why if here else tuple(told.get(company.pk, ()))
        return Standing(company, listed, match is not None, place, why, _told(musts, listed, why))

    return Held(tuple(standing(each) for each in companies), _credit(need, facts))


def _scored(need: Need, facts: Fetched) -> dict[uuid.UUID, _Now]:
    """Every company that is open, by id; nothing where the need is closed."""
    if not facts.need_ids or not facts.company_ids:
        return {}
    profile = active_profile()
    weights = Weights(**{part: getattr(profile, part) for part in PARTS})
    company = np.arange(len(facts.company_ids))
    pairs = (company, np.zeros_like(company))
    found, left_out = held_against_musts(prepare(facts.inputs), weights, *pairs)
    told = [*explain(facts.inputs, found, facts.labels)]

    def pair(at: int) -> _Now:
        parts = {
            f"{part}_part": None if np.isnan(value) else float(value)
            for part, value in zip(PARTS, found.parts[:, at], strict=True)
        }
        match = Match(
            company_id=facts.company_ids[at],
            need=need,
            profile=profile,
            score=float(found.score[at]),
            confidence=float(found.confidence[at]),
            freshness=float(found.freshness[at]),
            reasons=[{"part": r.part, "code": r.code, "params": r.params} for r in told[at]],
            **parts,
        )
        match.priority = float(found.priority[at])  # what the database computes of a stored one
        why = tuple(key for bit, key in enumerate(WHY) if left_out[at] >> bit & 1)
        return _Now(match, bool(found.parts[0, at] >= FLOOR), why)

    return {key: pair(at) for at, key in enumerate(facts.company_ids)}


def _credit(need: Need, facts: Fetched) -> dict[str, float]:
    nodes = facts.labels.nodes
    if need.capability.key not in nodes:
        return {}
    asked = facts.inputs.reference.credit[:, nodes.index(need.capability.key)]
    return {nodes[at]: float(asked[at]) for at in np.flatnonzero(asked > 0).tolist()}


# --- Musts ------------------------------------------------------------------------------------

# For each must: what leaves a company out, and how the codes of the reasons about it begin.
_FAILS: dict[str, tuple[frozenset[str], str]] = {
    Need.Must.CERTIFICATES: (
        frozenset({Why.CERTIFICATE_LACKING, Why.CERTIFICATE_ENDS}),
        "certificates_",
    ),
    Need.Must.SIZE: (frozenset({Why.SIZE_SHORT}), "size_"),
    Need.Must.START: (frozenset({Why.START_LATE}), "timing_"),
}


def asking(need: Need, certificates: Sequence[object]) -> list[str]:
    """The musts of the need that ask for something, in their order; `certificates` are its own."""
    asks = {
        Need.Must.CERTIFICATES: bool(certificates),
        Need.Must.SIZE: bool(need.size_max_mm),
        Need.Must.START: need.start_on is not None,
    }
    return [must for must in Need.Must if must in need.musts and asks[must]]


def _told(musts: Collection[str], match: Match | None, why: Sequence[str]) -> dict[str, Verdict]:
    codes = {str(reason["code"]) for reason in match.reasons} if match else set()
    return {must: _verdict(must, codes, why) for must in musts}


def _verdict(must: str, codes: Collection[str], why: Sequence[str]) -> Verdict:
    """Failed where it leaves the company out; what is not known leaves nobody out."""
    fails, about = _FAILS[must]
    if fails & {*why}:
        return Verdict.FAILED
    said = [code for code in codes if code.startswith(about)]
    unknown = not said or any(code.endswith("_unknown") for code in said)
    return Verdict.UNKNOWN if unknown else Verdict.MET
