"""Companies that were merged into another: under what they were known, and where they are now."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .company import Company
from .record import Named


class FormerCompany(Named):
    """A company that is no longer one of its own. Its key, names and number lead to `successor`."""

    id = models.UUIDField(primary_key=True, editable=False)
    successor = models.ForeignKey(
        Company, models.CASCADE, related_name="former", verbose_name=_("successor")
    )
    merged_at = models.DateTimeField(_("merged"))
    corporate_number = models.CharField(
        _("corporate number"), max_length=13, null=True, blank=True, db_index=True
    )
    name_kana = models.CharField(_("reading (kana)"), max_length=300, blank=True)
    municipality_code = models.CharField(_("municipality code"), max_length=5, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)

    class Meta:
        ordering = ("-merged_at", "id")
        verbose_name = _("merged company")
        verbose_name_plural = _("merged companies")

    def __str__(self) -> str:
        return self.name_ja or self.name_ko or self.name_en
