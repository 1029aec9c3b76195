"""The address of a company that was merged into another leads to that one."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access import Action, allowed, visible
from crm.models import Merge
from crm.templatetags.dates import day_text
from crm.web.page import MovedAwayError, Request
from prospects.models import Company, FormerCompany


def company_or_404(
    request: Request, pk: UUID, companies: models.QuerySet[Company] | None = None
) -> Company:
    """The company that the reader may see.

    Raises MovedAwayError, which leads to its successor, for one that was merged away.
    """
    companies = Company.objects.all() if companies is None else companies
    company = visible(request.user, companies).filter(pk=pk).first()
    if company is None:
        raise _moved(request, pk)
    return company


def _moved(request: Request, pk: UUID) -> MovedAwayError:
    former = FormerCompany.objects.select_related("successor").filter(pk=pk).first()
    if former is None or not visible(request.user, Company.objects.all()).filter(
        pk=former.successor_id
    ):
        raise Http404
    merge = Merge.objects.standing().of_absorbed(pk).select_related("by").first()
    text = _("%(former)s was merged into this company on %(day)s by %(who)s.") % {
        "former": former,
        "day": day_text(timezone.localdate(former.merged_at)),
        "who": (merge and merge.by) or "–",
    }
    if request.method == "POST":
        text = f"{_('Nothing was saved.')} {text}"
    can_undo = merge is not None and allowed(request.user, Action.MERGE)
    return MovedAwayError(
        reverse("web:company_detail", args=[former.successor_id]),
        text,
        undo=reverse("web:duplicate_undo", args=[merge.pk]) if merge and can_undo else "",
    )
