"""Host countries: where Japanese manufacturers go, Korea and its rivals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Named, Sourced, tracked


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


@tracked()
class HostOffer(Sourced):
    """What a country offers to investors, as a source of a day states it; none without a source."""

    class Kind(models.TextChoices):
        TAX = "tax", _("tax")
        CASH = "cash", _("cash grant")
        LAND = "land", _("land and rent")
        DUTY = "duty", _("customs duty")
        OTHER = "other", _("other")

    key = models.SlugField(_("key"), unique=True)
    country = models.ForeignKey(
        HostCountry, models.CASCADE, related_name="offers", verbose_name=_("country")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    text_ko = models.TextField(_("offer (Korean)"))
    text_ja = models.TextField(_("offer (Japanese)"))
    text_en = models.TextField(_("offer (English)"))

    class Meta:
        ordering = ("country", "kind", "key")
        verbose_name = _("offer of a host country")
        verbose_name_plural = _("offers of host countries")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(source="") & models.Q(as_of__isnull=False),
                name="hostoffer_has_source",
                violation_error_message=_("Say where this is from and which day it describes."),
            ),
        )

    def __str__(self) -> str:
        return self.key
