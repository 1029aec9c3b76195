"""Why matches are rejected: by reason and whose word it is, by month, by firm, each number with
its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm import charts
from crm.access import Action, visible
from crm.web.page import Request, page, show
from matching.filters import NOT_RECORDED
from matching.models import Firm, Match
from matching.rejection_figures import (
    FirmCount,
    Kind,
    MonthCount,
    Rejections,
    by_firm,
    by_month,
    rejections_of,
)

MONTHS = 12
MOST_FIRMS = 20
# With more colours than these nobody tells them apart; the rarer reasons are one.
MOST_KINDS = 6


@page(Action.VIEW)
def overview(request: Request) -> HttpResponse:
    """All that stands rejected, counted."""
    matches, today = visible(request.user, Match.objects.all()), timezone.localdate()
    found = rejections_of(matches, today=today)
    months = by_month(matches, today=today, months=MONTHS)
    context = {
        "rejections": found,
        "figures": _figures(found, months[-1]),
        "months": _months_chart(found, months),
        "reasons": _reasons_chart(found),
        "all_url": _records(),
        "firms": [_line(each) for each in by_firm(matches, most=MOST_FIRMS)],
    }
    return show(request, "matches/rejections.html", context)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on top: a number, where its records are, and what it says beside."""

    label: str
    value: int
    url: str
    note: str = ""


def _figures(found: Rejections, this_month: MonthCount) -> list[Figure]:
    month = _("%(count)s this month") % {"count": this_month.total}
    words = {
        Match.Side.AGENCY: _("Turned down by officers"),
        Match.Side.FIRM: _("Turned down by Korean firms"),
        Match.Side.COMPANY: _("Turned down by Japanese companies"),
        "": _("Turned down by whom is not recorded"),
    }
    sides = [
        Figure(
            words[side],
            count,
            _records(rejected_by=side or NOT_RECORDED),
            _share(count, found.total),
        )
        for side, count in found.by_side.items()
        if side or count
    ]
    return [
        Figure(_("Rejected"), found.total, _records(), month),
        Figure(
            str(capfirst(_("to look at again"))),
            found.due,
            f"{reverse('web:match_list')}?again=true",
            _("the day has come, or newer facts answer"),
        ),
        *sides,
    ]


def _share(count: int, total: int) -> str:
    return _("%(percent)s%% of all") % {"percent": round(100 * count / total)} if total else ""


def _reasons_chart(found: Rejections) -> charts.Chart:
    """A bar a reason, of whose word it was."""
    sides = [side for side, count in found.by_side.items() if count]
    labels = {**dict(Match.Side.choices), "": _("not recorded")}
    return charts.parted(
        "rejected-for",
        _("Rejections by reason and whose word it was"),
        [
            charts.Bar(
                kind.label,
                tuple(kind.by_side.get(side, 0) for side in sides),
                tuple(
                    _records(rejected_kind=kind.kind, rejected_by=side or NOT_RECORDED)
                    for side in sides
                ),
            )
            for kind in found.kinds
        ],
        [str(capfirst(str(labels[side]))) for side in sides],
        heading=_("Reason"),
    )


def _months_chart(found: Rejections, months: Sequence[MonthCount]) -> charts.Chart:
    """The last months by reason; the rarest reasons stand together."""
    order = [kind.kind for kind in found.kinds]
    own = order if len(order) <= MOST_KINDS + 1 else order[:MOST_KINDS]
    groups: list[tuple[tuple[str, ...], Any]] = [
        ((kind,), Match.Rejection(kind).label) for kind in own
    ]
    if rest := tuple(order[len(own) :]):
        groups.append((rest, _("rarer reasons")))
    bars = [
        charts.Bar(
            str(label),
            tuple(sum(month.by_kind.get(kind, 0) for kind in kinds) for month in months),
            tuple(
                _records(rejected_kind=kinds, rejected_in=f"{month.first:%Y-%m}")
                for month in months
            ),
        )
        for kinds, label in groups
    ]
    return charts.kinds_by_month(
        "rejected-in",
        _("Rejections of the last %(months)d months by reason") % {"months": MONTHS},
        [month.first for month in months] if bars else [],
        bars,
        month=_("Month"),
    )


@dataclass(frozen=True, slots=True)
class FirmLine:
    """A firm, its rejections, and the reason given most, each with its records."""

    firm: Firm
    rejected: int
    url: str
    most: Kind
    most_url: str


def _line(row: FirmCount) -> FirmLine:
    firm = str(row.firm.pk)
    most = _records(firm=firm, rejected_kind=row.most.kind)
    return FirmLine(row.firm, row.rejected, _records(firm=firm), row.most, most)


def _records(**query: Any) -> str:
    """Where rejected matches are listed."""
    return f"{reverse('web:match_list')}?{urlencode({'status': 'rejected', **query}, doseq=True)}"


urlpatterns = [path("matches/rejections/", overview, name="match_rejections")]
