"""Renewal of readiness right after a request that may have changed facts."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from crm.tasks import facts_changed
from prospects.readiness.keeping import any_marked

READS = ("GET", "HEAD", "OPTIONS", "TRACE")


class ReadinessMiddleware:
    """After a request that wrote, has marked companies renewed within a second.

    A dozen kinds of facts count, changed by as many commands; the database marks the companies
    whoever writes (`prospects.readiness.marks`), so one question here serves them all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in READS and response.status_code < 500 and _any_marked():
            facts_changed()
        return response


def _any_marked() -> bool:
    try:
        return any_marked()
    except DatabaseError:
        return False  # the answer is ready; the minute's task asks again
