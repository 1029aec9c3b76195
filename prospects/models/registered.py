"""What the national register knows of a corporation that we track, as fields of our record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ValidCorporateNumber(models.Func):
    """The check-digit rule as a database expression; the SQL function comes with migration 0001."""

    function = "corporate_number_valid"
    output_field = models.BooleanField()


def corporate_number_is_valid(name: str) -> models.CheckConstraint:
    """Constraint for a model with a `corporate_number`."""
    return models.CheckConstraint(
        condition=ValidCorporateNumber(models.F("corporate_number")),
        name=name,
        violation_error_message=_(
            "The corporate number must have 13 digits with a correct check digit."
        ),
    )


class Registered(models.Model):
    """A corporation with its number and seat. `name_ja`, of `Named`, is its registered name.

    `registration` follows the register and is typed by nobody; the rest is ours, and is shown
    beside what the register says (`crm.register_review`).
    """

    class Registration(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        MERGED = "merged", _("merged away")

    corporate_number = models.CharField(
        _("corporate number"), max_length=13, null=True, blank=True, unique=True
    )
    registration = models.CharField(
        _("registration"),
        max_length=10,
        choices=Registration.choices,
        default=Registration.OPEN,
    )
    name_kana = models.CharField(_("reading (kana)"), max_length=300, blank=True)
    municipality_code = models.CharField(_("municipality code"), max_length=5, blank=True)
    prefecture = models.CharField(_("prefecture"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    street = models.CharField(_("street"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)

    class Meta:
        abstract = True


def registered_constraints(noun: str) -> tuple[models.CheckConstraint, ...]:
    """What holds of the fields of a `Registered` model; their names begin with `noun`."""
    return (
        corporate_number_is_valid(f"{noun}_corporate_number"),
        models.CheckConstraint(
            condition=models.Q(municipality_code="")
            | models.Q(municipality_code__regex=r"^[0-9]{5}$"),
            name=f"{noun}_municipality_digits",
        ),
        models.CheckConstraint(
            condition=models.Q(postcode="") | models.Q(postcode__regex=r"^[0-9]{7}$"),
            name=f"{noun}_postcode_digits",
            violation_error_message=_("The postcode must have seven digits."),
        ),
    )
