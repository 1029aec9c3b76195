"""Which deals need a look: last contact, next step, and whether a deal has rested too long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models.functions import Greatest

from crm.models import Activity, Deal


def with_attention(deals: models.QuerySet[Deal], now: dt.datetime) -> models.QuerySet[Any]:
    """Annotate what a look at the pipeline needs: `last_contact_at`, `next_at`, `is_stale`.

    A deal is stale when it is active and, for the days that its stage allows, it has neither moved
    nor had a contact.
    """
    about = Activity.objects.filter(deal=models.OuterRef("pk"))
    last = about.done().order_by("-at").values("done_at")[:1]
    ahead = about.planned().order_by("planned_for").values("planned_for")[:1]
    patience = models.ExpressionWrapper(
        models.F("stage__stale_after_days") * models.Value(dt.timedelta(days=1)),
        output_field=models.DurationField(),
    )
    touched = Greatest("stage_since", models.Subquery(last))  # PostgreSQL's skips nulls
    return deals.annotate(
        last_contact_at=models.Subquery(last),
        next_at=models.Subquery(ahead),
        touched_at=touched,
        is_stale=models.Case(
            models.When(
                status=Deal.Status.ACTIVE,
                touched_at__lt=models.ExpressionWrapper(
                    models.Value(now) - patience, output_field=models.DateTimeField()
                ),
                then=True,
            ),
            default=False,
            output_field=models.BooleanField(),
        ),
    )
