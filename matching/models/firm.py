"""Korean large firms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prospects.models.record import Named, Record, Sourced, has_a_name, tracked
from prospects.models.searched import name_index


@tracked()
class Firm(Record, Named, Sourced):
    """A Korean large firm that sources parts, materials or equipment."""

    #: By this one firms are of one group; the others are what it is called elsewhere.
    group_name = models.CharField(_("business group"), max_length=100, blank=True)
    group_name_ja = models.CharField(_("business group (Japanese)"), max_length=100, blank=True)
    group_name_en = models.CharField(_("business group (English)"), max_length=100, blank=True)
    ksic_code = models.CharField(_("KSIC code"), max_length=5, blank=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("Korean firm")
        verbose_name_plural = _("Korean firms")
        indexes = (name_index("firm_names", "name_ja", "name_ko", "name_en", "group_name"),)
        constraints = (has_a_name("firm_has_name"),)

    @property
    def group_name_ko(self) -> str:
        """The group's name as any other name in three languages is asked for."""
        return self.group_name
