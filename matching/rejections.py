"""What follows from each kind of rejection. Pure.

The pair itself stays rejected whatever the kind: a person said so, and only a person takes it back.
What the kind decides is *when it is worth a second look* (a date has come, a fact that stood in the
way has changed) and whether the group's other needs come later for this company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CAPABILITY, PRECISION, CERTIFICATE, CAPACITY = "capability", "precision", "certificate", "capacity"
PRICE, FINANCES, ABROAD, TIES = "price", "finances", "abroad", "ties"
TIMING, UNREACHABLE, OTHER = "timing", "unreachable", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """watched: the codes of `matching.explaining` whose statements answer the objection: once one
    that speaks for the company is new, or all that spoke against it are gone, the pair is worth a
    second look. against: those of them that speak against it. carries: the objection is to the
    company or to its relation with the group, so that it lowers it in the group's other needs.
    contradicts: the part of the score that says the contrary if it is high. dated: a day on which
    to look again has to be given; else it may be.
    """

    watched: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()
    carries: bool = False
    contradicts: str = ""
    dated: bool = False


RULES: dict[str, Rule] = {
    CAPABILITY: Rule(
        watched=frozenset({"process_same", "process_kin", "materials_worked"}),
        against=frozenset({"process_missing", "materials_short"}),
        contradicts="capability",
    ),
    PRECISION: Rule(
        watched=frozenset({"precision_held", "size_held"}),
        against=frozenset({"precision_short", "size_short"}),
        contradicts="precision",
    ),
    CERTIFICATE: Rule(
        watched=frozenset({"certificates_held"}),
        against=frozenset({"certificates_missing", "certificates_ending"}),
        contradicts="capability",
    ),
    CAPACITY: Rule(
        watched=frozenset({"volume_enough", "employees_enough"}),
        against=frozenset({"volume_short"}),
        contradicts="capacity",
    ),
    PRICE: Rule(carries=True),
    FINANCES: Rule(
        watched=frozenset({"can_invest", "earns"}),
        against=frozenset({"means_short", "loses"}),
        carries=True,
    ),
    ABROAD: Rule(
        watched=frozenset(
            {"goes_accompanying", "goes_in_group", "looks_at_korea"},
        ),
        against=frozenset({"looks_elsewhere"}),
        carries=True,
        contradicts="intent",
    ),
    TIES: Rule(carries=True),
    TIMING: Rule(dated=True),
    UNREACHABLE: Rule(carries=True),
    OTHER: Rule(),
}

Reasons = Sequence[Mapping[str, Any]]


def answered(kind: str, then: Reasons, now: Reasons) -> list[Mapping[str, Any]]:
    """Which reasons of now answer the objection that stood at the time of the rejection.

    Both are a match's stored reasons. Empty while nothing has changed for the better; where what
    spoke against the company is gone without anything new for it, that is what is given.
    """
    rule = RULES.get(kind, RULES[OTHER])
    before = [reason for reason in then if reason["code"] in rule.watched]
    new = [reason for reason in now if reason["code"] in rule.watched and reason not in before]
    still = any(reason["code"] in rule.against for reason in now)
    gone = [reason for reason in then if reason["code"] in rule.against]
    if new and not still:
        return new
    return gone if gone and not still else []


def needs_words(kind: str) -> bool:
    """Whether the kind says nothing without own words."""
    return kind == OTHER
