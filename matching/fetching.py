"""The arrays of scoring, from the database: a fixed number of set-based queries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from matching.asking import Asked, ask
from matching.columns import (
    Ages,
    month_of,
)
from matching.company_facts import fetch_companies, fetch_customers, list_companies
from matching.explaining import Labels
from matching.features import Inputs, Ints
from matching.fellows import Fellows, fellows_of, fetch_cover, fetch_members, in_chains
from matching.keys import Keys, held
from matching.packed import Key, read
from matching.rejected import setbacks_of
from matching.row_facts import in_question, read_rows
from prospects.models import CompanyCapability


@dataclass(frozen=True, slots=True)
class Fetched:
    """The inputs with the keys behind their indexes, which are sorted."""

    inputs: Inputs
    labels: Labels
    company_ids: Keys
    need_ids: Keys
    fellows: Fellows
    entered: Ints  # (N,) the day on which each company was, as `date.toordinal` counts

    def some(self, at: Ints) -> Fetched:
        """The same of the companies at these places only, which rise."""
        return replace(
            self,
            inputs=self.inputs.some(at),
            company_ids=Keys(self.company_ids.packed[at]),
            fellows=replace(self.fellows, of=self.fellows.of[at]),
            entered=self.entered[at],
        )


def fetch(
    *,
    today: dt.date,
    company_ids: Collection[uuid.UUID] | None = None,
    need_ids: Collection[uuid.UUID] | None = None,
    span: tuple[uuid.UUID, uuid.UUID] | None = None,
    narrow: bool = False,
) -> Fetched:
    """Companies whose registration is open and needs that are open, all or those named.

    `span`: only the companies with keys from the first to the last of the two; `narrow`: only
    what those named can reach, companies of needs or needs of companies, which is quick for a few.
    """
    return fetch_asked(
        ask(today=today, company_ids=company_ids, need_ids=need_ids, span=span, narrow=narrow)
    )


def fetch_asked(asked: Asked, *, customers: bool = True, cover: bool = True) -> Fetched:
    """The companies that were asked for.

    Without `customers`, whom each sells to is not read, and stands as good as it can be; without
    `cover`, which steps its fellow members cover.
    """
    rows = None
    if asked.speaking is None:
        some = Keys(*read(asked.companies, Key("pk")))
    else:
        rows = read_rows(asked.speaking.rows())
        some = in_question(asked.speaking, rows)
    with held(some) as chosen:
        listed = list_companies(asked.companies.filter(pk__in=chosen))
        if rows is None:
            rows = read_rows([CompanyCapability.objects.filter(company__in=chosen)])
        ids = listed.ids
        members = fetch_members(chosen, ids)
        known = fetch_companies(
            chosen,
            listed,
            members,
            rows,
            places=asked.places,
            today=asked.today,
            customers=customers,
        )
    fellows = fellows_of(members, len(ids))
    month = month_of(asked.today)
    setbacks = setbacks_of(ids, asked.places.group_of_firm, today=month, only=asked.only)
    most = np.ones((len(fellows.groups), len(asked.taxonomy)), dtype=np.float32)
    inputs = Inputs(
        replace(known, fellows=fellows.of),
        asked.needs,
        replace(asked.reference, in_chain=in_chains(asked.taxonomy), cover=most),
        setbacks,
    )
    facts = Fetched(inputs, asked.labels, ids, asked.need_ids, fellows, listed.entered)
    return with_cover(asked, facts, np.arange(len(ids))) if cover else facts


def with_customers(asked: Asked, facts: Fetched) -> Fetched:
    """The same with whom the companies sell to."""
    inputs = facts.inputs
    ages = Ages(asked.today, facts.entered, inputs.companies.age_months)
    with held(facts.company_ids) as chosen:
        told = fetch_customers(chosen, facts.company_ids, asked.places, ages)
    companies = replace(inputs.companies, **told, age_months=ages.table())
    return replace(facts, inputs=replace(inputs, companies=companies))


def with_cover(asked: Asked, facts: Fetched, companies: Ints) -> Fetched:
    """The same with what the fellow members of the companies at these places cover."""
    which = np.unique(facts.fellows.of[companies])
    which = which[which >= 0]
    reference = facts.inputs.reference
    cover = reference.cover.copy()
    cover[which] = fetch_cover(facts.fellows, which, asked.taxonomy, asked.nodes)
    return replace(facts, inputs=replace(facts.inputs, reference=replace(reference, cover=cover)))
