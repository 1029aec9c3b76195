"""What is stored of companies, as the arrays of scoring.

What is inferred on the way, and is worth less or counts as less checked: the process that a company
does not list, from its industry code; the intent of a company that has stated none, from the plan
of its cooperative; its ties, from the names of its customers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from django.db.models import DateField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from matching.columns import DAYS_A_MONTH, Ages, Places
from matching.features import Age, Companies, Floats, Ints, Tie, ranges
from matching.fellows import Members
from matching.finances import fetch_finances
from matching.intents import HOST, fetch_intents, fetch_plans
from matching.keys import Keys, Numbered, Packed
from matching.packed import Code, Day, Key, Number, Text, coded, read
from matching.row_facts import Rows, row_arrays
from prospects.models import (
    CompanyCertificate,
    CompanyCustomer,
    ProgrammeUse,
    SupportProgramme,
)
from prospects.models.company import CompanyQuerySet
from prospects.names import normal_form

SHORTEST_NAME = 3  # a shorter firm name has to be a customer's whole name, not its beginning

T = TypeVar("T")
_Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """The companies themselves, (N,) each, by their sorted keys; unknown is NaN, empty or 0.

    day: of what they say of themselves; entered: when they were. Both as `date.toordinal` counts.
    """

    ids: Keys
    cluster: Packed
    code: Packed
    employees: Floats
    capital: Floats
    day: Ints
    entered: Ints


def list_companies(companies: CompanyQuerySet) -> Listed:
    """What the companies' own rows say: one query."""
    ids, *columns = read(
        companies,
        Key("pk"),
        Key("cluster"),
        Code("jsic_code", 4),
        Number("employees"),
        Number("capital_jpy"),
        Day("as_of"),
        # Evidence without a date counts from the day that the company was entered.
        Day(Cast("created_at", DateField())),
    )
    order = np.argsort(ids)
    return Listed(Keys(ids), *(column[order] for column in columns))


def fetch_companies(
    chosen: RawSQL,
    listed: Listed,
    members: Members,
    rows: Rows,
    *,
    places: Places,
    today: dt.date,
    customers: bool = True,
) -> Companies:
    """The arrays of the companies that are `listed`, out of those chosen; without `customers`,
    these are not read, and tie them to everybody as closely as can be."""
    ids = listed.ids
    cluster = Numbered(places.clusters).of(listed.cluster)
    ages = Ages(today, listed.entered)
    told = np.flatnonzero(listed.day)
    ages.tell(Age.FINANCES, told, listed.day[told])
    intents, budget = fetch_intents(chosen, ids, members, ages)
    columns: _Columns = {
        "key": np.arange(len(ids)),
        "employees": listed.employees.astype(np.float32),
        "cluster": cluster,
        "latitude": places.latitude[cluster],
        "longitude": places.longitude[cluster],
        "programme": _programme(chosen, ids, cluster, places),
        **row_arrays(rows, ids, listed.code, places, ages),
        **_certificates(chosen, ids, places, ages),
        **(fetch_customers(chosen, ids, places, ages) if customers else _hoped(len(ids), places)),
        **intents,
        **fetch_finances(chosen, ids, listed.capital, budget, ages),
        **fetch_plans(members, ages, len(ids)),
    }
    return Companies(age_months=ages.table(), **columns)


def _certificates(chosen: RawSQL, ids: Keys, places: Places, ages: Ages) -> _Columns:
    """Certificates in force; a company with only expired ones is known to hold none."""
    held = np.zeros((len(ids), len(places.certificates)), dtype=np.bool_)
    months = np.full(held.shape, np.inf, dtype=np.float32)
    known = np.zeros(len(ids), dtype=np.bool_)
    if not places.certificates:  # nobody asks for any
        return {"certificates": held, "certificates_known": known, "certificate_months": months}
    companies, key, until, day = read(
        CompanyCertificate.objects.filter(company__in=chosen),
        Key("company"),
        Code("certificate", 50),
        Day("valid_until"),
        Day("as_of"),
    )
    owner, column = ids.places(companies), coded(key, places.certificates, -1)
    there = owner >= 0
    known[owner[there]] = True
    ages.tell(Age.CERTIFICATES, owner[there], day[there])
    there &= column >= 0
    owner, column, until = owner[there], column[there], until[there]
    held[owner, column] = (until == 0) | (until >= ages.today.toordinal())
    left = (until - ages.month.toordinal()) / DAYS_A_MONTH
    months[owner, column] = np.where(until == 0, np.inf, left)
    return {"certificates": held, "certificates_known": known, "certificate_months": months}


def fetch_customers(chosen: RawSQL, ids: Keys, places: Places, ages: Ages) -> _Columns:
    """Ties with Korean groups by the customers' names, and customers that went abroad.

    Shares of sales add up over a company's customers, to no more than all of them; a share not
    known adds nothing but the tie.
    """
    companies, names, percent, trend, country, day = read(
        CompanyCustomer.objects.filter(company__in=chosen),
        Key("company"),
        Text("name"),
        Number("share_percent"),
        Code("trend", 10),
        Code("moved_to", 2),
        Day("as_of"),
    )
    owner = ids.places(companies)
    there = np.flatnonzero(owner >= 0)
    owner, share = owner[there], np.nan_to_num(percent[there]) / 100
    trend, country = trend[there], country[there]
    ages.tell(Age.CUSTOMERS, owner, day[there])
    known = np.zeros(len(ids), dtype=np.bool_)
    known[owner] = True
    code: dict[str, int] = {}
    name = np.array([code.setdefault(each, len(code)) for each in names[there]], dtype=np.int64)
    kept = np.flatnonzero(trend != CompanyCustomer.Trend.LOST.encode())
    group_of = [_named(each, places.group_of_name, -1) for each in code]
    group = np.array([*group_of, -1], dtype=np.int64)[name[kept]]
    own = kept[group >= 0]
    tie = _shares((len(ids), places.groups), (owner[own], group[group >= 0]), share[own])
    ties = [  # firms of one group can name the same party
        (place, *pair)
        for place, each in enumerate(code)
        for pair in sorted({*_named(each, places.ties_of_name, ())})
    ]
    of_name, of_group, of_kind = np.array(ties, dtype=np.int64).reshape(-1, 3).T
    first, last = (np.searchsorted(of_name, name[kept], side) for side in ("left", "right"))
    pair, row = ranges(first, last), np.repeat(kept, last - first)
    indirect = _shares(
        (len(ids), places.groups, len(Tie)), (owner[row], of_group[pair], of_kind[pair]), share[row]
    )
    here = country == HOST.encode()
    abroad = (country != b"") & ~here
    return {
        "tie": tie,
        "indirect": indirect,
        "customer_in_korea": _shares((len(ids),), (owner[here],), share[here]),
        "customer_abroad": _shares((len(ids),), (owner[abroad],), share[abroad]),
        "customers_known": known,
    }


def _hoped(count: int, places: Places) -> _Columns:
    """As if all its customers were known as of now, and of each group that somebody asks for."""
    most = np.ones(count, dtype=np.float32)
    return {
        "tie": np.broadcast_to(most[:, None], (count, places.groups)),
        "customer_in_korea": most,
        "customer_abroad": most,
        "customers_known": most.astype(np.bool_),
    }


def _shares(shape: tuple[int, ...], at: tuple[Ints, ...], shares: Floats) -> Floats:
    """The sums of the shares at each place, at most 1; -1 where there are none."""
    table = np.full(shape, -1, dtype=np.float32)
    table[at] = 0
    np.add.at(table, at, shares.astype(np.float32))
    return np.minimum(table, 1)


def _named(customer: str, of_name: Mapping[str, T], nobody: T) -> T:
    """What is known of a customer's name, whole or as its beginning ("… Gumi plant")."""
    form = normal_form(customer)
    for length in (len(form), *range(len(form) - 1, SHORTEST_NAME - 1, -1)):
        if form[:length] in of_name:
            return of_name[form[:length]]
    return nobody


def _programme(chosen: RawSQL, ids: Keys, cluster: Any, places: Places) -> Any:
    """(N,) 1 where the company uses a programme or its cluster has one, 0 where the cluster has
    none, NaN where neither is known."""
    served = np.zeros(len(places.clusters) + 1, dtype=np.float32)
    served[-1] = np.nan
    through = SupportProgramme.clusters.through.objects.all()
    for cluster_id in through.values_list("cluster_id", flat=True).distinct():
        served[places.clusters[cluster_id]] = 1
    programme = served[cluster]
    [users] = read(ProgrammeUse.objects.filter(company__in=chosen), Key("company"))
    user = ids.places(users)
    programme[user[user >= 0]] = 1
    return programme
