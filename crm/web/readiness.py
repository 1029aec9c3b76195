"""Readiness as screens show it: each part with its level in words, its evidence and its gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from crm.readiness import Spread, readiness_of
from crm.templatetags.countries import country
from prospects.models import Company, CompanyReadiness
from prospects.readiness import Assessment, Evidence, Level, Part, Readiness
from prospects.readiness.words import ABOUT, LEVELS, PARTS, SHORT, UNKNOWN, told

TONES = {Level.STRONG: "accent", Level.SOME: "", Level.NONE: "outline", Level.UNKNOWN: "outline"}
SIGNS = {Level.STRONG: "++", Level.SOME: "+", Level.NONE: "\N{MINUS SIGN}", Level.UNKNOWN: "?"}
KEYS = {
    Level.STRONG: "strong",
    Level.SOME: "some",
    Level.NONE: "none",
    Level.UNKNOWN: "unknown",
}
ICONS = {Level.STRONG: "chevrons-up", Level.SOME: "chevron-up", Level.NONE: "minus"}
#: Which tab of the company's page lists a kind of fact.
TABS = {
    "customer": "business",
    "financials": "business",
    "base": "business",
    "capability": "capabilities",
    "certificate": "capabilities",
}


@dataclass(frozen=True)
class Line:
    """A piece of evidence: its sentence, where it is from, and the address of the fact."""

    text: str
    icon: str
    level: str
    source: str
    as_of: dt.date | None
    old: bool
    url: str


@dataclass(frozen=True)
class Card:
    """A part of readiness."""

    key: Part
    title: Any
    about: Any
    level: Level
    words: Any
    tone: str
    lines: tuple[Line, ...]
    unknown: tuple[Any, ...]


@dataclass(frozen=True)
class Mark:
    """A part in a few letters, for a line of a list."""

    short: Any
    title: Any
    words: Any
    sign: str
    tone: str


def cards_of(company: Company) -> tuple[Card, ...]:
    """The three parts of one company."""
    found = readiness_of([company.pk], today=timezone.localdate())
    return tuple(_card(company, part) for part in found[company.pk].parts)


def marks(readiness: Readiness) -> tuple[Mark, ...]:
    """The three levels as they are worked out now."""
    return tuple(_mark(each.part, each.level) for each in readiness.parts)


def marks_kept(company: Company) -> tuple[Mark, ...]:
    """The three levels as they were last worked out; nothing where they never were. No query.

    The company comes with its `readiness`.
    """
    kept = kept_of(company)
    return tuple(_mark(part, Level(getattr(kept, part))) for part in Part) if kept else ()


def oldest(companies: Iterable[Company]) -> dt.date | None:
    """The day as of which the kept levels of all of them hold. No query, as for `marks_kept`."""
    kept = (kept_of(company) for company in companies)
    return min((each.as_of for each in kept if each), default=None)


def parts() -> list[dict[str, Any]]:
    """The three parts as a list's heading names them."""
    return [{"key": part, "short": SHORT[part], "title": PARTS[part]} for part in Part]


def kept_of(company: Company) -> CompanyReadiness | None:
    return getattr(company, "readiness", None)


def _mark(part: Part, level: Level) -> Mark:
    return Mark(SHORT[part], PARTS[part], LEVELS[level], SIGNS[level], TONES[level])


@dataclass(frozen=True)
class SpreadRow:
    """A part with how many members stand on each level: its words, its share of a bar."""

    title: Any
    about: Any
    levels: tuple[tuple[Any, str, int], ...]


def spread_rows(found: Sequence[Spread]) -> list[SpreadRow]:
    return [
        SpreadRow(
            PARTS[each.part],
            ABOUT[each.part],
            tuple((LEVELS[level], KEYS[level], count) for level, count in each.counts.items()),
        )
        for each in found
    ]


def _card(company: Company, part: Assessment) -> Card:
    return Card(
        part.part,
        PARTS[part.part],
        ABOUT[part.part],
        part.level,
        LEVELS[part.level],
        TONES[part.level],
        tuple(_line(company, each) for each in part.evidence),
        tuple(UNKNOWN[each] for each in part.unknown),
    )


def _line(company: Company, each: Evidence) -> Line:
    return Line(
        told(each, country=country),
        ICONS[each.level],
        str(LEVELS[each.level]),
        each.cited.source,
        each.cited.as_of,
        each.old,
        _url(company, *each.cited.link),
    )


def _url(company: Company, kind: str, key: str) -> str:
    """Where the fact is seen on its own page."""
    if kind in TABS:
        page = reverse("web:company_detail", args=[company.pk])
        return f"{page}?tab={TABS[kind]}#record-tab"
    pages = {
        "activity": "activity_detail",
        "deal": "deal_detail",
        "cluster": "cluster_detail",
        "cooperative": "cooperative_detail",
        "programme": "programme_detail",
    }
    if kind in pages:
        return reverse(f"web:{pages[kind]}", args=[key])
    return reverse("web:company_detail", args=[company.pk])
