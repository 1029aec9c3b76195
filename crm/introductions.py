"""Introducing a company to a Korean firm: the match's decision, the deal, the next step, in one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from crm import outreach, pipeline
from crm.models import Deal, User
from matching import decisions
from matching.models import Match


@transaction.atomic
def introduce(
    match: Match,
    *,
    by: User,
    now: dt.datetime,
    deal_title: str = "",
    then: outreach.NextStep | None = None,
) -> Deal | None:
    """Mark a shortlisted match introduced; open a deal under a title and plan the next step.

    Raises `matching.decisions.DecisionRefusedError`, and then nothing is written.
    """
    decisions.introduce(match, by=by, now=now)
    deal = None
    if deal_title:
        deal = pipeline.open_deal(
            title=deal_title, investors=[match.company], by=by, now=now, match=match
        )
    if then:
        outreach.plan(
            about=outreach.About(company=match.company, deal=deal, need=match.need),
            subject=then.subject,
            by=by,
            planned_for=then.planned_for,
            kind=then.kind,
        )
    return deal
