"""Scoring in the background. Each task is safe to run twice.

Whoever changes a need or a company calls `need_changed` or `company_changed`, with what belongs to
it: its capabilities, certificates, customers, intent. What a cooperative plans counts for its
members: `companies_changed`. The ground floor cannot call, as it does not know this one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from functools import partial

from celery import shared_task
from django.db import transaction

from matching import listing, runs
from matching.firms import open_needs_of_groups
from matching.shortlist import rescore


@shared_task
def rescore_need(need_id: str) -> None:
    """Score one need against all companies: its own list now, the lists of companies next."""
    _list([uuid.UUID(need_id)])


@shared_task
def finish_lists(need_ids: list[str], listed_at: str) -> None:
    """Write what the lists of these needs, as of a moment, have left for later."""
    listing.finish([uuid.UUID(key) for key in need_ids], dt.datetime.fromisoformat(listed_at))


def _list(keys: Collection[uuid.UUID]) -> None:
    listed_at = listing.list_first(keys)
    rest = ([str(key) for key in keys], listed_at.isoformat())
    # Behind the lists of others, before whole runs, and not while whoever saved it waits to see it.
    finish_lists.apply_async(rest, priority=6, countdown=1)


@shared_task
def rescore_company(company_id: str) -> None:
    """Score one company against all needs."""
    rescore(company_ids=[uuid.UUID(company_id)])


@shared_task
def rescore_companies(company_ids: list[str]) -> None:
    """Score some companies, such as the members of a cooperative, against all needs."""
    rescore(company_ids=[uuid.UUID(key) for key in company_ids])


@shared_task
def rescore_firm(firm_id: str) -> None:
    """Score the needs of a firm and of the others of its group, which share its ties."""
    if keys := open_needs_of_groups([uuid.UUID(firm_id)]):
        _list(keys)


@shared_task
def rescore_all() -> None:
    """Score everything; each night, as horizons and starts come nearer and certificates end."""
    runs.start()


@shared_task
def score_chunk(run_id: str) -> None:
    """Score the next companies of a whole run, and end it after the last."""
    runs.work_on(uuid.UUID(run_id), once=True)


@shared_task
def tend_runs() -> None:
    """Take up what a worker left lying; each minute."""
    runs.tend()
    listing.tend()


def need_changed(need_id: uuid.UUID) -> None:
    """Have the need scored again once the transaction is committed."""
    transaction.on_commit(partial(rescore_need.delay, str(need_id)), robust=True)


def firm_changed(firm_id: uuid.UUID) -> None:
    """Have a firm's needs scored again once the transaction is committed: its names, its group or
    whom it deals with have changed."""
    transaction.on_commit(partial(rescore_firm.delay, str(firm_id)), robust=True)


def company_changed(company_id: uuid.UUID) -> None:
    """Have the company scored again once the transaction is committed."""
    transaction.on_commit(partial(rescore_company.delay, str(company_id)), robust=True)


def companies_changed(company_ids: Iterable[uuid.UUID]) -> None:
    """Have the companies scored again, in one go, once the transaction is committed."""
    keys = sorted({str(key) for key in company_ids})
    if keys:
        transaction.on_commit(partial(rescore_companies.delay, keys), robust=True)
