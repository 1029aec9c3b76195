from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    """Top floor: what officers, managers and partners do."""

    name = "crm"
    verbose_name = _("CRM")
