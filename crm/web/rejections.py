"""Why matches are rejected: by kind of reason, by firm, by month, each number with its records."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from crm.access import Action, visible
from crm.web.page import Request, page, show
from matching.models import Match
from matching.rejection_figures import by_firm, by_month, rejections_of

MONTHS = 12
MOST_FIRMS = 20


@page(Action.VIEW)
def overview(request: Request) -> HttpResponse:
    """All that stands rejected, counted."""
    matches, today = visible(request.user, Match.objects.all()), timezone.localdate()
    context = {
        "rejections": rejections_of(matches, today=today),
        "firms": by_firm(matches, most=MOST_FIRMS),
        "months": [
            (month, _records(rejected_in=month.first.isoformat()))
            for month in reversed(by_month(matches, today=today, months=MONTHS))
        ],
    }
    return show(request, "matches/rejections.html", context)


def _records(**query: str) -> str:
    return f"{reverse('web:match_list')}?{urlencode({'status': 'rejected', **query})}"


urlpatterns = [path("matches/rejections/", overview, name="match_rejections")]
