"""What partner agencies may read: share a company or a deal with one, and stop."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext

from crm.models import Agency, Deal, Share, User
from prospects.models import Company


class SharingError(Exception):
    """A command that the rules refuse; the text is for people."""


@transaction.atomic
def share(
    record: Company | Deal,
    *,
    agency: Agency,
    by: User,
    today: dt.date,
    until: dt.date | None = None,
) -> Share:
    """Let an agency read a record, to the end of `until`; sharing again only changes the end."""
    if until is not None and until < today:
        raise SharingError(gettext("The last day must not be in the past."))
    if not agency.is_active:
        raise SharingError(gettext("This agency is no longer active."))
    link = {"company": record} if isinstance(record, Company) else {"deal": record}
    shared, _made = Share.objects.update_or_create(
        agency=agency,
        **link,
        defaults={"until": until, "shared_by": by},
        create_defaults={"until": until, "shared_by": by, "is_demo": record.is_demo},
    )
    return shared


def stop(shared: Share) -> None:
    """The agency cannot read the record any more, from its next request on."""
    shared.delete()
