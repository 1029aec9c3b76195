"""One import: found, described, and given an order, for all pages that follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.access import Action, allowed, require, visible
from crm.intake.kinds import kind_of
from crm.intake.running import IntakeError
from crm.intake.wording import failure_text
from crm.models import Intake
from crm.web.page import Request, go

#: The tabs of the preview: what stops a row stands first.
TABS = {
    "error": gettext_lazy("With errors"),
    "duplicate": gettext_lazy("Possibly there already"),
    "create": pgettext_lazy("rows of a list", "New"),
    "update": pgettext_lazy("rows of a list", "Changes"),
    "same": gettext_lazy("Nothing new"),
}


def intake_url(intake: Intake) -> str:
    return reverse("web:intake_detail", args=[intake.pk])


def intake_or_404(request: Request, pk: UUID) -> Intake:
    intakes = Intake.objects.select_related("owner", "cooperative")
    return get_object_or_404(visible(request.user, intakes), pk=pk)


def about_intake(request: Request, intake: Intake) -> dict[str, Any]:
    return {
        "intake": intake,
        "kind": kind_of(intake),
        "failure": failure_text(intake.failure),
        "can_run": can_run(request, intake),
    }


def can_run(request: Request, intake: Intake) -> bool:
    return allowed(request.user, Action.IMPORT, intake) and allowed(
        request.user, kind_of(intake).action
    )


def require_run(request: Request, intake: Intake) -> None:
    require(request.user, Action.IMPORT, intake)
    require(request.user, kind_of(intake).action)


def tabs_of(intake: Intake) -> list[dict[str, Any]]:
    return [{"key": key, "label": label, "count": intake.count(key)} for key, label in TABS.items()]


def give_order(
    request: Request, intake: Intake, order: Callable[[], object], *, to: str = ""
) -> HttpResponse:
    """Give an order and go to the import, with the reason if it was refused."""
    try:
        order()
    except IntakeError as error:
        messages.error(request, str(error))
    return go(request, to or intake_url(intake))
