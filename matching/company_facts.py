"""What is stored of companies, as the arrays of scoring.

What is inferred on the way, and counts as weaker or not as checked: the process that a company does
not list, from its industry code; the intent of a company that has stated none, from the plan of
its cooperative; its ties, from the names of its customers.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from django.db.models import DateField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from matching.columns import DAYS_A_MONTH, Ages, Places, indexes, numbers
from matching.features import Age, Companies, Country, Mode, Tie
from matching.finances import fetch_finances
from matching.keys import text
from matching.parts import NO_PLAN
from matching.row_facts import Speaking, fetch_rows
from prospects.models import (
    Cluster,
    Company,
    CompanyCertificate,
    CompanyCustomer,
    CooperativeMembership,
    ExpansionIntent,
    GroupPlan,
    ProgrammeUse,
    SupportProgramme,
)
from prospects.names import normal_form

HOST = "KR"
SHORTEST_NAME = 3  # a shorter firm name has to be a customer's whole name, not its beginning

MODES: dict[str, Mode] = {
    ExpansionIntent.Mode.ALONE: Mode.ALONE,
    ExpansionIntent.Mode.GROUP: Mode.GROUP,
    ExpansionIntent.Mode.ACCOMPANYING: Mode.ACCOMPANYING,
}
# How far a group's plan has come: what is decided weighs most.
STAGE_VALUE: dict[str, float] = {
    GroupPlan.Stage.CONSIDERING: 0.5,
    GroupPlan.Stage.INSPECTING: 0.7,
    GroupPlan.Stage.DECIDED: 1.0,
    GroupPlan.Stage.MOVING: 1.0,
}
ENDED = (GroupPlan.Stage.DROPPED, GroupPlan.Stage.SETTLED)

T = TypeVar("T")
_At = Mapping[str, int]  # a company's key as text → its index
_Columns = dict[str, Any]


def fetch_companies(
    chosen: RawSQL,
    clusters: Sequence[Cluster],
    places: Places,
    today: dt.date,
    speaking: Speaking | None = None,
) -> tuple[list[uuid.UUID], Companies]:
    """The ids, sorted, and the arrays of the chosen; `speaking`: as `row_facts` has it."""
    # Evidence without a date counts from the day that the company was entered.
    entered_on = Cast("created_at", DateField())
    facts = ("cluster_id", "jsic_code", "employees", "capital_jpy", "as_of", entered_on)
    companies = Company.objects.filter(pk__in=chosen).order_by("pk")
    listed = list(companies.values_list(*facts, "pk", text("pk")))
    ids = [row[6] for row in listed]
    at = {row[7]: index for index, row in enumerate(listed)}
    cluster = indexes(places.clusters.get(row[0], -1) for row in listed)
    codes = [row[1] for row in listed]
    ages = Ages(today, [row[5] for row in listed])
    # One entry more, for companies outside of clusters: their index -1 reads it.
    latitude = numbers([*(c.latitude for c in clusters), None])
    longitude = numbers([*(c.longitude for c in clusters), None])
    columns: _Columns = {
        "key": np.arange(len(ids)),
        "employees": numbers(row[2] for row in listed),
        "cluster": cluster,
        "latitude": latitude[cluster],
        "longitude": longitude[cluster],
        "programme": _programme(chosen, at, cluster, places),
    }
    columns |= fetch_rows(chosen, at, codes, places, ages, speaking=speaking)
    columns |= _certificates(chosen, at, places, ages)
    columns |= _customers(chosen, at, places, ages)
    columns |= _intents(chosen, at, ages)
    capital = numbers(row[3] for row in listed)
    told = {place: row[4] for place, row in enumerate(listed) if row[4]}
    columns |= fetch_finances(chosen, at, capital, told, ages)
    columns |= _plans(chosen, at, ages)
    columns["age_months"] = ages.table()
    return ids, Companies(**columns)


def _certificates(chosen: RawSQL, at: _At, places: Places, ages: Ages) -> _Columns:
    """Certificates in force; a company with only expired ones is known to hold none."""
    held = np.zeros((len(at), len(places.certificates)), dtype=np.bool_)
    months = np.full(held.shape, np.inf, dtype=np.float32)
    known = np.zeros(len(at), dtype=np.bool_)
    rows = CompanyCertificate.objects.filter(company__in=chosen).order_by()
    fields = (text("company_id"), "certificate_id", "valid_until", "as_of")
    for company, key, until, as_of in rows.values_list(*fields):
        if (index := at.get(company)) is not None:
            known[index] = True
            ages.tell(Age.CERTIFICATES, index, as_of)
            column = places.certificates[key]
            held[index, column] = until is None or until >= ages.today
            if until is not None:
                months[index, column] = (until - ages.month).days / DAYS_A_MONTH
    return {"certificates": held, "certificates_known": known, "certificate_months": months}


def _customers(chosen: RawSQL, at: _At, places: Places, ages: Ages) -> _Columns:
    """Ties with Korean groups by the customers' names, and customers that went abroad.

    Shares of sales add up over a company's customers, to no more than all of them; a share not
    known adds nothing but the tie.
    """
    groups = len({*places.group_of_firm.values()})
    tie = np.full((len(at), groups), -1, dtype=np.float32)
    moved = {here: np.full(len(at), -1, dtype=np.float32) for here in (True, False)}
    indirect = np.full((len(at), groups, len(Tie)), -1, dtype=np.float32)
    known = np.zeros(len(at), dtype=np.bool_)
    group_of: dict[str, int] = {}
    ties_of: dict[str, Sequence[tuple[int, int]]] = {}
    rows = CompanyCustomer.objects.filter(company__in=chosen)
    for company, name, percent, trend, country, as_of in rows.values_list(
        text("company_id"), "name", "share_percent", "trend", "moved_to", "as_of"
    ):
        if (index := at.get(company)) is None:
            continue
        known[index] = True
        ages.tell(Age.CUSTOMERS, index, as_of)
        share = float(percent or 0) / 100
        if name not in group_of:
            group_of[name] = _named(name, places.group_of_name, -1)
            ties_of[name] = _named(name, places.ties_of_name, ())
        if trend != CompanyCustomer.Trend.LOST:
            if group_of[name] >= 0:
                tie[index, group_of[name]] = max(0, tie[index, group_of[name]]) + share
            for group, kind in {*ties_of[name]}:  # firms of one group can name the same party
                indirect[index, group, kind] = max(0, indirect[index, group, kind]) + share
        if country:
            went = moved[country == HOST]
            went[index] = max(0, went[index]) + share
    return {
        "tie": np.minimum(tie, 1),
        "indirect": np.minimum(indirect, 1),
        "customer_in_korea": np.minimum(moved[True], 1),
        "customer_abroad": np.minimum(moved[False], 1),
        "customers_known": known,
    }


def _named(customer: str, of_name: Mapping[str, T], nobody: T) -> T:
    """What is known of a customer's name, whole or as its beginning ("… Gumi plant")."""
    form = normal_form(customer)
    for length in (len(form), *range(len(form) - 1, SHORTEST_NAME - 1, -1)):
        if form[:length] in of_name:
            return of_name[form[:length]]
    return nobody


def _intents(chosen: RawSQL, at: _At, ages: Ages) -> _Columns:
    """What each company says about going abroad, else what its cooperative plans."""
    mode = np.zeros(len(at), dtype=np.int64)
    country = np.zeros(len(at), dtype=np.int64)
    horizon = np.full(len(at), np.nan, dtype=np.float32)
    home = np.full(len(at), np.nan, dtype=np.float32)
    for company, how, targets, months, kept, as_of in _stated(chosen, ages.month):
        if (index := at.get(company)) is None:
            continue
        ages.tell(Age.INTENT, index, as_of, instead=True)
        mode[index] = how
        country[index] = (
            Country.KOREA
            if HOST in targets
            else Country.ELSEWHERE
            if targets
            else Country.OPEN
            if how
            else Country.UNKNOWN
        )
        horizon[index] = np.nan if months is None else months
        home[index] = np.nan if kept is None else kept
    return {"mode": mode, "country": country, "horizon_months": horizon, "home_base_kept": home}


def _stated(
    chosen: RawSQL, today: dt.date
) -> Iterator[tuple[str, Mode, list[str], float | None, bool | None, dt.date | None]]:
    """Plans of cooperatives first, the newest last, then what companies say themselves.

    A horizon counts from the day it was stated, where that day is known.
    """
    plans = GroupPlan.objects.exclude(stage__in=ENDED).order_by("pk")
    by_cooperative = {
        plan.cooperative_id: (
            Mode.GROUP,
            plan.target_countries,
            None,
            plan.keeps_home_base,
            plan.as_of,
        )
        for plan in plans
    }
    members = CooperativeMembership.objects.filter(
        company__in=chosen, cooperative__in=list(by_cooperative)
    )
    pairs = members.order_by("pk").values_list(text("company_id"), "cooperative_id")
    for company, cooperative in pairs:
        yield (company, *by_cooperative[cooperative])
    own = ExpansionIntent.objects.filter(company__in=chosen)
    for company, how, targets, months, kept, as_of in own.values_list(
        text("company_id"),
        "mode",
        "target_countries",
        "horizon_months",
        "keeps_home_base",
        "as_of",
    ):
        passed = 0 if as_of is None else max(0, (today - as_of).days) / DAYS_A_MONTH
        left = None if months is None else max(0, months - passed)
        yield company, MODES.get(how, Mode.UNKNOWN), targets, left, kept, as_of


def _plans(chosen: RawSQL, at: _At, ages: Ages) -> _Columns:
    """(N,) how far the plan of its cooperative has come; NaN for no member of any."""
    best: dict[uuid.UUID, tuple[float, dt.date | None]] = {}
    for plan in GroupPlan.objects.exclude(stage__in=ENDED).order_by("pk"):
        known = best.get(plan.cooperative_id, (0.0, None))
        best[plan.cooperative_id] = max(known, (STAGE_VALUE[plan.stage], plan.as_of), key=_first)
    value = np.full(len(at), np.nan, dtype=np.float32)
    members = CooperativeMembership.objects.filter(company__in=chosen)
    pairs = members.order_by("pk").values_list(text("company_id"), "cooperative_id")
    for company, cooperative in pairs:
        if (index := at.get(company)) is None:
            continue
        worth, as_of = best.get(cooperative, (NO_PLAN, None))
        if not value[index] >= worth:
            value[index] = worth
            ages.tell(Age.GROUP, index, as_of, instead=True)
    return {"plan": value}


def _first(pair: tuple[float, dt.date | None]) -> float:
    return pair[0]


def _programme(chosen: RawSQL, at: _At, cluster: Any, places: Places) -> Any:
    """(N,) 1 where the company uses a programme or its cluster has one, 0 where the cluster has
    none, NaN where neither is known."""
    served = np.zeros(len(places.clusters) + 1, dtype=np.float32)
    served[-1] = np.nan
    through = SupportProgramme.clusters.through.objects.all()
    for cluster_id in through.values_list("cluster_id", flat=True).distinct():
        served[places.clusters[cluster_id]] = 1
    programme = served[cluster]
    uses = ProgrammeUse.objects.filter(company__in=chosen).order_by()
    for company in uses.values_list(text("company_id"), flat=True).distinct():
        if company in at:
            programme[at[company]] = 1
    return programme
