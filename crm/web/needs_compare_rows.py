"""The rows of a comparison: how companies fit a need, and what is known of the work with them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Activity
from crm.templatetags.dates import ago, day
from crm.templatetags.matches import LABELS
from crm.templatetags.names import localname, name, short
from crm.templatetags.numbers import number, percent
from crm.web.needs_compare_cells import Cell, Line, Row, Section, best_of, reason, row
from crm.web.needs_compare_facts import Asked, abroad, business, place_and_group, skills
from matching.comparing import Standing, Verdict
from matching.models import Match, Need
from matching.reasons import (
    AGAINST,
    FOR,
    NOTE,
    UNKNOWN,
    Sentence,
    joined,
    load_names,
    sentences,
)
from matching.scoring import PARTS
from prospects.models import Company

HIGH = 10  # a place in another need's list that is worth a word
ELSEWHERE = 3

VERDICTS = {
    Verdict.MET: (FOR, gettext_lazy("met")),
    Verdict.FAILED: (AGAINST, gettext_lazy("not met")),
    Verdict.UNKNOWN: (UNKNOWN, gettext_lazy("not known")),
}


def sections_of(
    asked: Asked, standings: Sequence[Standing], elsewhere: QuerySet[Match]
) -> list[Section]:
    """All rows, a cell for each standing in the order given; a fixed number of queries.

    elsewhere: the matches that may be shown, of all needs.
    """
    names = load_names()
    told = [sentences(each.match, names) if each.match else [] for each in standings]
    companies = [each.company for each in standings]
    return [
        each
        for each in (
            Section(_("Fit"), tuple(_fit(asked.need, standings, told))),
            Section(_("Must be met"), tuple(_musts(asked, standings))),
            Section(_("What it makes"), tuple(skills(asked, standings))),
            Section(_("Customers and strength"), tuple(business(asked, companies, told))),
            Section(_("Going abroad"), tuple(abroad(asked, companies))),
            Section(_("Place and group"), tuple(place_and_group(standings))),
            Section(_("Work with it"), tuple(_work(asked.need, standings, elsewhere))),
        )
        if each.rows
    ]


# --- Fit --------------------------------------------------------------------------------------


def _fit(
    need: Need, standings: Sequence[Standing], told: Sequence[Sequence[Sentence]]
) -> list[Row]:
    rows = [
        row(_("Place in the list"), best_of([_place(each) for each in standings], least=True)),
        row(
            _("Score"),
            best_of([_score(each) for each in standings]),
            bar=True,
        ),
        row(_("Confidence"), best_of([_confidence(each) for each in standings]), bar=True),
    ]
    for part in PARTS:
        cells = [
            _part(part, _judged(each), said) for each, said in zip(standings, told, strict=True)
        ]
        rows.append(row(str(LABELS[part]), best_of(cells), bar=True))
    return rows


def _place(each: Standing) -> Cell:
    if each.place is None:
        why = _("does not do this work") if each.match else ""
        return Cell((Line(_("not in the list"), why, tone=AGAINST),))
    at = number(each.place)
    if each.why:
        return Cell((Line(_("left out"), _("would rank %(place)s") % {"place": at}, tone=AGAINST),))
    return Cell((Line(at),), float(each.place))


def _judged(each: Standing) -> Match | None:
    """The match, of a company that does the work: for others a score would say nothing."""
    return each.match if each.place is not None else None


def _score(each: Standing) -> Cell:
    match = _judged(each)
    return Cell(value=match.score if match else None)


def _confidence(each: Standing) -> Cell:
    match = _judged(each)
    if match is None:
        return Cell()
    lines: tuple[Line, ...] = ()
    fresh = match.freshness
    if fresh is not None and fresh < 0.995:  # else nothing is lost for its age
        share = percent(fresh)
        lines = (Line(_("freshness of the evidence %(share)s") % {"share": share}),)
    return Cell(lines, match.confidence)


def _part(part: str, match: Match | None, told: Sequence[Sentence]) -> Cell:
    """The part's value, and the reason that explains it best."""
    value = getattr(match, f"{part}_part") if match else None
    said = [each for each in told if each.part == part]
    wanted = (
        (UNKNOWN, NOTE, AGAINST, FOR)
        if value is None
        else (FOR, NOTE, AGAINST, UNKNOWN)
        if value >= 0.5
        else (AGAINST, NOTE, UNKNOWN, FOR)
    )
    if part != "capability":  # its first reason is the process, which says most
        said.sort(key=lambda each: wanted.index(each.tone))
    return Cell(tuple(reason(each) for each in said[:1]), value)


# --- Musts ------------------------------------------------------------------------------------


def _musts(asked: Asked, standings: Sequence[Standing]) -> list[Row]:
    wants = {
        Need.Must.CERTIFICATES: joined(localname(each) for each in asked.certificates),
        Need.Must.SIZE: f"{number(asked.need.size_max_mm, 1)} mm",
        Need.Must.START: day(asked.need.start_on, words=False),
    }
    musts = dict.fromkeys(must for each in standings for must in each.musts)
    return [
        row(
            str(Need.Must(must).label),
            [_must(must, each) for each in standings],
            asked=wants[Need.Must(must)],
        )
        for must in musts
    ]


def _must(must: str, each: Standing) -> Cell:
    verdict = each.musts[must]
    tone, label = VERDICTS[verdict]
    why = ""
    if verdict == Verdict.FAILED:
        why = " · ".join(str(key.label) for key in each.failing(must))
    return Cell((Line(str(capfirst(label)), why, tone=tone, says=str(label)),))


# --- The work with it ---------------------------------------------------------------------------


def _work(need: Need, standings: Sequence[Standing], elsewhere: QuerySet[Match]) -> list[Row]:
    companies = [each.company for each in standings]
    high = _high(need, companies, elsewhere)
    return [
        row(_("Owner"), [_owner(each) for each in companies]),
        row(_("Last contact"), [_last(each) for each in companies]),
        row(_("Next step"), [_next(each) for each in companies]),
        row(_("Also ranks high for"), [_others(high[each.pk]) for each in companies]),
    ]


def _owner(company: Company) -> Cell:
    coverage = getattr(company, "coverage", None)
    return Cell((Line(str(coverage.owner) if coverage else _("Nobody")),))


def _last(company: Any) -> Cell:
    last: dt.datetime | None = company.last_contact_at
    if last is None:
        return Cell((Line(_("No contact yet")),))
    return Cell((Line(day(last), ago(last)),))


def _next(company: Any) -> Cell:
    planned: list[Activity] = company.ahead
    if not planned:
        return Cell((Line(_("Nothing planned")),))
    first = planned[0]
    url = reverse("web:activity_detail", args=[first.pk])
    return Cell((Line(short(first.subject), day(first.planned_for), url),))


def _high(
    need: Need, companies: Sequence[Company], elsewhere: QuerySet[Match]
) -> Mapping[UUID, list[Any]]:
    """The matches with other open needs in whose lists a company stands high, the best first."""
    better = (
        elsewhere.filter(need=OuterRef("need"), priority__gt=OuterRef("priority"))
        .order_by()
        .values("need")
        .annotate(number=Count("pk"))
        .values("number")
    )
    found = (
        elsewhere.filter(company__in=companies, need__status=Need.Status.OPEN)
        .exclude(need=need)
        .exclude(status=Match.Status.REJECTED)
        .annotate(place=Coalesce(Subquery(better), 0) + 1)
        .filter(place__lte=HIGH)
        .select_related("need__firm")
        .order_by("place", "-priority", "pk")
    )
    by_company: dict[UUID, list[Any]] = defaultdict(list)
    for match in found:
        by_company[match.company_id].append(match)
    return by_company


def _others(matches: Sequence[Any]) -> Cell:
    if not matches:
        return Cell((Line(_("no other need")),))
    lines = [
        Line(
            name(match.need),
            " · ".join(
                (
                    localname(match.need.firm),
                    _("place %(place)s") % {"place": number(match.place)},
                )
            ),
            reverse("web:need_detail", args=[match.need_id]),
        )
        for match in matches[:ELSEWHERE]
    ]
    if more := len(matches) - len(lines):
        lines.append(Line(_("%(n)s more") % {"n": number(more)}))
    return Cell(tuple(lines))
