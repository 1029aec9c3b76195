"""What the rule of readiness asks to know of a company. Pure; `stored` fetches it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a fact is from. `link` names its row: a kind and a key."""

    source: str = ""
    as_of: dt.date | None = None
    link: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Customer:
    """`share` is a ratio of sales; `trend` growing, steady, shrinking, lost or ""."""

    name: str
    share: float | None
    trend: str
    moved_to: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year in yen."""

    year: int
    sales: int | None
    profit: int | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Decline:
    """The latest change of factories in the company's cluster, a ratio over so many years."""

    cluster: str
    ratio: float
    years: int
    cited: Cited


@dataclass(frozen=True, slots=True)
class Intent:
    """What it says itself about going abroad."""

    countries: tuple[str, ...]
    mode: str
    horizon_months: int | None
    budget: int | None
    keeps_home_base: bool | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Inspection:
    """Somebody went and looked: `kind` is site_visit, delegation, or visit (in either way)."""

    kind: str
    subject: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Use:
    """A support programme that it uses; `kind` as of the programme (loan, desk, …)."""

    programme: str
    kind: str
    since: dt.date | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Group:
    """A plan of its cooperative that is not over; `stage` as of the plan."""

    cooperative: str
    countries: tuple[str, ...]
    stage: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Skill:
    """A process that it masters; `precision_um` is ±."""

    process: str
    precision_um: float | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate by its key."""

    key: str
    name: str
    valid_until: dt.date | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Base:
    """A base abroad."""

    country: str
    kind: str
    since_year: int | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one company. `decline` is None where its cluster has no census."""

    customers: Sequence[Customer] = ()
    years: Sequence[Year] = ()
    decline: Decline | None = None
    intent: Intent | None = None
    inspections: Sequence[Inspection] = ()
    uses: Sequence[Use] = ()
    groups: Sequence[Group] = ()
    skills: Sequence[Skill] = ()
    certificates: Sequence[Held] = ()
    bases: Sequence[Base] = ()
