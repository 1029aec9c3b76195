"""People at companies and cooperatives."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .company import Company
from .cooperative import Cooperative
from .record import Record, tracked
from .searched import name_index


@tracked()
class Contact(Record):
    """A person to talk to, at a company or at a cooperative."""

    class Language(models.TextChoices):
        JAPANESE = "ja", _("Japanese")
        KOREAN = "ko", _("Korean")
        ENGLISH = "en", _("English")

    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("company"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("cooperative"),
    )
    name = models.CharField(_("name"), max_length=100)
    name_kana = models.CharField(_("reading (kana)"), max_length=100, blank=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=100, blank=True)
    title = models.CharField(pgettext_lazy("person", "title"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.JAPANESE
    )
    is_primary = models.BooleanField(_("first contact"), default=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("-is_primary", "name")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = (name_index("contact_names", "name", "name_kana", "name_ko", "email"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(company__isnull=False) ^ models.Q(cooperative__isnull=False),
                name="contact_of_one_body",
                violation_error_message=_("A contact belongs to one company or one cooperative."),
            ),
        )

    def __str__(self) -> str:
        return self.name
