"""A form that makes a record works once, however often it is sent.

The form carries a token (`{% once %}`). Sent twice, by a second press or by a browser that tries
again, the second waits for the first and goes where the first went. What was changed in between is
another form: it works.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import Submission
from crm.web.page import Request, go

P = ParamSpec("P")

FIELD = "once"
KEPT = dt.timedelta(days=1)


def once(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Let a view that makes a record do so once for a form; a form without a token is not held."""

    @wraps(view)
    def held(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            submission = Submission(key=_key(request))
            try:
                with transaction.atomic():
                    submission.save(force_insert=True)  # waits for one that is under way
            except IntegrityError:
                submission.refresh_from_db()
                messages.info(request, _("This was saved already."))
                return go(request, submission.led_to)
            response = view(request, *args, **kwargs)
            to = response.headers.get("HX-Redirect") or response.headers.get("Location")
            if to:
                submission.led_to = to
                submission.save(update_fields=["led_to"])
            else:
                transaction.set_rollback(True)  # nothing was made, so the form may come again
        if to:
            Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()
        return response

    held.works_once = True  # type: ignore[attr-defined]  # for the test that walks all addresses
    return held


def _key(request: Request) -> uuid.UUID:
    """Who sent what from where; the token tells two equal forms apart."""
    sent = sorted((name, request.POST.getlist(name)) for name in request.POST)
    told = [item for item in sent if item[0] != "csrfmiddlewaretoken"]
    files = sorted(
        (name, [(file.name, file.size) for file in request.FILES.getlist(name)])
        for name in request.FILES
    )
    text = repr((str(request.user.pk), request.path, told, files))
    return uuid.UUID(bytes=hashlib.blake2b(text.encode(), digest_size=16).digest())
