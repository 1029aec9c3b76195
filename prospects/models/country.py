"""Host countries: where Japanese manufacturers go, Korea and its rivals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Named, Sourced


class HostCountry(Named, Sourced):
    """A country that receives investment; the key is its ISO 3166-1 alpha-2 code."""

    code = models.CharField(_("code"), primary_key=True, max_length=2)
    is_rival = models.BooleanField(_("rival of Korea"), default=True)
    note_ko = models.TextField(_("note (Korean)"), blank=True)
    note_ja = models.TextField(_("note (Japanese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("host country")
        verbose_name_plural = _("host countries")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}$"), name="hostcountry_code_iso"
            ),
        )
