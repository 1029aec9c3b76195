from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Middle floor: who in Korea wants them."""

    name = "matching"
    verbose_name = _("Matching")
