"""Every permission rule of the product: who may do what, and who sees which rows.

Screens, endpoints and commands ask here and nowhere else. `allowed` answers for one action,
`visible` narrows a queryset. Officers of one agency see each other's work (a deal outlives its
officer); they change what is theirs or their team's. Partners see what a share names, no more.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import (
    Activity,
    Agency,
    Campaign,
    Deal,
    Export,
    Follow,
    Intake,
    Notification,
    RegisterWatch,
    Share,
    User,
)
from prospects.models import Company

ModelT = TypeVar("ModelT", bound=models.Model)
Viewer = User | AnonymousUser | Agency


class Action(StrEnum):
    """What somebody may want to do."""

    VIEW = "view"
    ADD_COMPANY = "add_company"
    EDIT_COMPANY = "edit_company"
    MERGE = "merge"
    LOG_ACTIVITY = "log_activity"
    EDIT_ACTIVITY = "edit_activity"
    OPEN_DEAL = "open_deal"
    EDIT_DEAL = "edit_deal"
    ASSIGN = "assign"
    EDIT_NEED = "edit_need"
    DECIDE_MATCH = "decide_match"
    RUN_CAMPAIGN = "run_campaign"
    RUN_PLAN = "run_plan"
    EDIT_REFERENCE = "edit_reference"
    IMPORT = "import"
    IMPORT_RECORDS = "import_records"
    EXPORT = "export"
    SHARE = "share"
    EVALUATE_MATCHING = "evaluate_matching"
    RUN_SCORING = "run_scoring"
    EDIT_WEIGHTS = "edit_weights"
    ADMINISTER = "administer"


Role = User.Role
_EVERYONE = frozenset({Role.OFFICER, Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR})
_FIELD = frozenset({Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR})
_LEAD = frozenset({Role.MANAGER, Role.ADMINISTRATOR})

ROLES: dict[Action, frozenset[Role]] = {
    Action.VIEW: _EVERYONE,
    Action.ADD_COMPANY: _EVERYONE,
    Action.EDIT_COMPANY: _EVERYONE,
    Action.MERGE: frozenset({Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR}),
    Action.LOG_ACTIVITY: _EVERYONE,
    Action.EDIT_ACTIVITY: _EVERYONE,
    Action.OPEN_DEAL: _FIELD,
    Action.EDIT_DEAL: _FIELD,
    Action.ASSIGN: _LEAD,
    Action.EDIT_NEED: _EVERYONE,
    Action.DECIDE_MATCH: _EVERYONE,
    Action.RUN_CAMPAIGN: _FIELD,
    # A plan disposes of everybody's time: managers make and approve it, all see it.
    Action.RUN_PLAN: _LEAD,
    Action.EDIT_REFERENCE: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    # Whoever comes home from a fair has contacts and talks to bring in; lists of companies, firms
    # and needs are for those who answer for the data.
    Action.IMPORT: _EVERYONE,
    Action.IMPORT_RECORDS: frozenset({Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR}),
    Action.EXPORT: _EVERYONE,
    Action.SHARE: _LEAD,
    Action.EVALUATE_MATCHING: frozenset({Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR}),
    Action.RUN_SCORING: frozenset({Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR}),
    # Weights order everybody's lists: managers answer for them, all see them.
    Action.EDIT_WEIGHTS: _LEAD,
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}

# An officer changes these only where they, or their team, own them.
OWNED: dict[Action, type[models.Model]] = {
    Action.EDIT_DEAL: Deal,
    Action.EDIT_ACTIVITY: Activity,
    Action.RUN_CAMPAIGN: Campaign,
    Action.IMPORT: Intake,
}

# Whose a row is that nobody else sees, colleagues neither.
PERSONAL: dict[type[models.Model], str] = {
    Export: "owner",
    Follow: "user",
    Notification: "recipient",
    RegisterWatch: "owner",
}


def allowed(user: User | AnonymousUser, action: Action, obj: models.Model | None = None) -> bool:
    """Whether `user` may do `action`, to `obj` where the rule depends on whose it is."""
    if not isinstance(user, User) or not user.is_active:
        return False
    role = Role(user.role)
    if role not in ROLES[action]:
        return False
    if obj is None or role in _LEAD or action not in OWNED:
        return True
    owner: User = getattr(obj, "owner")  # noqa: B009  # the owned nouns all have one
    return owner.pk == user.pk or (user.team_id is not None and owner.team_id == user.team_id)


def require(user: User | AnonymousUser, action: Action, obj: models.Model | None = None) -> None:
    """Raise PermissionDenied, with words to show, unless `allowed`."""
    if not allowed(user, action, obj):
        if obj is not None and allowed(user, action):
            raise PermissionDenied(_("Only the owner, their team or a manager may change this."))
        raise PermissionDenied(_("Your role does not include this."))


def visible(
    viewer: Viewer, queryset: models.QuerySet[ModelT], *, today: dt.date | None = None
) -> models.QuerySet[ModelT]:
    """The rows of `queryset` that `viewer` may see.

    Colleagues who are signed in see all but what is another's own (`PERSONAL`); a partner agency
    sees companies and deals that a share in force on `today` names, and nothing of any other noun.
    """
    if isinstance(viewer, Agency):
        return _shared(viewer, queryset, today or timezone.localdate())
    if not allowed(viewer, Action.VIEW):
        return queryset.none()
    owner = PERSONAL.get(queryset.model)
    return queryset.filter(**{owner: viewer}) if owner else queryset


def _shared(
    agency: Agency, queryset: models.QuerySet[ModelT], today: dt.date
) -> models.QuerySet[ModelT]:
    fields: dict[type[models.Model], str] = {Company: "company", Deal: "deal"}
    field = fields.get(queryset.model)
    if field is None or not agency.is_active:
        return queryset.none()
    link: dict[str, Any] = {field: models.OuterRef("pk")}
    shares = Share.objects.filter(agency=agency, **link).in_force(today)
    return queryset.filter(models.Exists(shares))
