from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProspectsConfig(AppConfig):
    """Ground floor: who might invest."""

    name = "prospects"
    verbose_name = _("Prospects")
