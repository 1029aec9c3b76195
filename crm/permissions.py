"""Django's permissions, which the administration pages ask, answered by `crm.access`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from oauth2_provider.models import Application

from crm.access import Action, allowed
from crm.models import Agency, Export, Share, Target, Team, User
from crm.reference import TABLES

_REFERENCE = {table.model._meta.label_lower: Action.EDIT_REFERENCE for table in TABLES}
_OTHERS = {
    model._meta.label_lower: action
    for model, action in (
        (User, Action.ADMINISTER),
        (Team, Action.ADMINISTER),
        (Agency, Action.ADMINISTER),
        (Application, Action.ADMINISTER),
        (Export, Action.ADMINISTER),
        (Share, Action.SHARE),
        (Target, Action.ASSIGN),
    )
}
_ACTIONS = _REFERENCE | _OTHERS
_APPS = {"prospects", "matching", "crm"}
_SECRET = {each._meta.label_lower for each in (User, Application, Export)}


class RolePermissions(BaseBackend):
    """Signs nobody in: it says what a signed-in person's role includes."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Everybody looks at the apps' records; changing is by the role's actions."""
        app, _dot, codename = perm.partition(".")
        verb, _line, model = codename.partition("_")
        label = f"{app}.{model}"
        if verb == "view" and app in _APPS and label not in _SECRET:
            return allowed(user_obj, Action.VIEW)
        action = _ACTIONS.get(label)
        return action is not None and allowed(user_obj, action)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the administration's index shows the app."""
        return app_label in _APPS and allowed(user_obj, Action.VIEW)
