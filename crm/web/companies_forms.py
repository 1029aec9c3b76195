"""Forms for companies and for the facts about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.web.fields import (
    CapabilityChoice,
    CorporateNumberField,
    CountriesField,
    Day,
    MunicipalityCodeField,
    NamedChoice,
    PercentField,
    country_choices,
    country_choices_or_none,
    dates_within_reach,
)
from crm.web.forms import STALE, NumbersAsTyped, RecordForm, digest
from prospects.capability_words import material_keys
from prospects.companies import change_company, create_company
from prospects.models import (
    Capability,
    Certificate,
    Cluster,
    Company,
    CompanyCapability,
    CompanyCertificate,
    CompanyCustomer,
    CompanyFinancials,
    Contact,
    ExpansionIntent,
    OverseasBase,
    ProgrammeUse,
    StaleRecordError,
    SupportProgramme,
)
from prospects.models.record import Record

Rows = tuple[tuple[str, ...], ...]


class LaidOut:
    """A form that says in `rows` which fields stand side by side."""

    rows: ClassVar[Rows]

    def layout(self) -> Iterator[list[forms.BoundField]]:
        for row in self.rows:
            yield [self[name] for name in row]  # type: ignore[index]


# --- The company itself ---------------------------------------------------------------------------


class CompanyForm(LaidOut, RecordForm[Company]):
    """Everything about a company that is one value."""

    cluster = NamedChoice(Cluster.objects.all(), label=_("Cluster"), required=False)
    corporate_number = CorporateNumberField()
    municipality_code = MunicipalityCodeField()
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    rows = (
        ("name_ja",),
        ("name_kana", "name_ko"),
        ("name_en", "corporate_number"),
        ("employees", "capital_jpy"),
        ("founded_year", "jsic_code"),
        ("cluster", "municipality_code"),
        ("postcode", "prefecture"),
        ("city", "street"),
        ("website", "phone"),
        ("products",),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = Company
        fields = (
            "name_ja",
            "name_kana",
            "name_ko",
            "name_en",
            "corporate_number",
            "employees",
            "capital_jpy",
            "founded_year",
            "jsic_code",
            "cluster",
            "municipality_code",
            "postcode",
            "prefecture",
            "city",
            "street",
            "website",
            "phone",
            "products",
            "note",
            "source",
            "as_of",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "products": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "as_of": Day(),
        }

    def save_new(self) -> Company:
        """Store the company; call after `is_valid()`."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return create_company(**fields)

    def save_edit(self) -> bool:
        """As `RecordForm.save_edit`; a company that moved goes to the cluster of its new seat."""
        read = self.cleaned_data.get("version")
        if read is not None:
            self.instance.version = read
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
        if not changed:
            return True
        # The form has written its values into the instance; the command compares with what was.
        company = Company.objects.get(pk=self.instance.pk)
        company.version = self.instance.version
        try:
            change_company(company, fields=changed)
        except StaleRecordError:
            self.add_error(None, STALE)
            return False
        return True


class IntentForm(LaidOut, RecordForm[ExpansionIntent]):
    """What a company says about going abroad."""

    target_countries = CountriesField(label=_("Target countries"), required=False)

    rows = (
        ("target_countries",),
        ("mode", "horizon_months"),
        ("budget_jpy", "keeps_home_base"),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = ExpansionIntent
        fields = (
            "target_countries",
            "mode",
            "horizon_months",
            "budget_jpy",
            "keeps_home_base",
            "note",
            "source",
            "as_of",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "note": forms.Textarea(attrs={"rows": 2}),
            "as_of": Day(),
        }

    def refuse(self) -> None:
        """Say that somebody else was faster."""
        self.add_error(None, STALE)


class OwnerForm(forms.Form):
    """Who keeps the contact with a company; nobody is a choice too."""

    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=_("Owner"),
        required=False,
        empty_label=_("Nobody"),
    )


# --- Facts that are rows of their own -------------------------------------------------------------


class FactForm(LaidOut, forms.ModelForm, metaclass=NumbersAsTyped):  # type: ignore[type-arg]
    """Edits a fact row, which has no version: a digest of what was read guards it instead."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dates_within_reach(self)
        if not is_new(self.instance):
            self.initial["seen"] = digest(self.instance)

    def _get_validation_exclusions(self) -> set[str]:
        # The company is not a field here, but "one row a company" is a rule of the form too.
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left_out - {"company", "cooperative", "firm"}

    def save_fact(self) -> bool:
        """Write the row unless it changed, or went, since it was read. Call after `is_valid()`."""
        with transaction.atomic():
            if not is_new(self.instance):
                rows = self.Meta.model._default_manager.select_for_update(of=("self",))
                now = rows.filter(pk=self.instance.pk).first()
                if now is None or digest(now) != self.cleaned_data["seen"]:
                    self.add_error(None, STALE)
                    return False
                if isinstance(now, Record):
                    self.instance.version = now.version + 1
            self.save()
        return True

    class Meta:
        model: type[models.Model]


def is_new(row: models.Model) -> bool:
    """Whether the row is not stored yet; a key from the database does not tell."""
    return row._state.adding  # noqa: SLF001  # documented in Django's model reference


SOURCE = {"as_of": Day()}


def once(message: Any) -> dict[str, dict[str, Any]]:
    """Error messages of a form whose row may be there only once."""
    return {NON_FIELD_ERRORS: {"unique_together": message}}


class CapabilityForm(FactForm):
    capability = CapabilityChoice(
        Capability.objects.order_by("position", "key"), label=_("Process or technology")
    )

    rows = (
        ("capability",),
        ("materials",),
        ("precision_um", "size_max_mm"),
        ("monthly_volume",),
        ("equipment",),
        ("source", "as_of"),
    )

    class Meta:
        model = CompanyCapability
        fields = (
            "capability",
            "materials",
            "precision_um",
            "size_max_mm",
            "monthly_volume",
            "equipment",
            "source",
            "as_of",
        )
        widgets = SOURCE
        help_texts: ClassVar[dict[str, Any]] = {
            "materials": _("Separate with commas."),
        }
        error_messages = once(_("This is listed already."))

    def clean_materials(self) -> list[str]:
        """Materials as the vocabulary names them; others stay as they were typed."""
        return material_keys(self.cleaned_data["materials"])


class CertificateForm(FactForm):
    certificate = NamedChoice(Certificate.objects.all(), label=_("Certificate"))

    rows = (("certificate", "valid_until"), ("source", "as_of"))

    class Meta:
        model = CompanyCertificate
        fields = ("certificate", "valid_until", "source", "as_of")
        widgets: ClassVar[dict[str, forms.Widget]] = {"as_of": Day(), "valid_until": Day()}
        error_messages = once(_("This is listed already."))


class CustomerForm(FactForm):
    moved_to = forms.ChoiceField(
        choices=country_choices_or_none, label=_("Moved to (country)"), required=False
    )

    share_percent = PercentField(label=_("share of sales (%)"), decimal_places=1)

    rows = (("name",), ("share_percent", "trend"), ("moved_to",), ("source", "as_of"))

    class Meta:
        model = CompanyCustomer
        fields = ("name", "share_percent", "trend", "moved_to", "source", "as_of")
        widgets = SOURCE
        error_messages = once(_("This is listed already."))


class BaseForm(FactForm):
    country = forms.ChoiceField(choices=country_choices, label=_("Country"))

    rows = (("country", "city"), ("kind", "since_year"), ("source", "as_of"))

    class Meta:
        model = OverseasBase
        fields = ("country", "city", "kind", "since_year", "source", "as_of")
        widgets = SOURCE


class FinancialsForm(FactForm):
    rows = (("fiscal_year",), ("sales_jpy", "operating_profit_jpy"), ("source", "as_of"))

    class Meta:
        model = CompanyFinancials
        fields = ("fiscal_year", "sales_jpy", "operating_profit_jpy", "source", "as_of")
        widgets = SOURCE
        error_messages = once(_("This year is listed already."))


class ProgrammeUseForm(FactForm):
    """That a company uses a programme, since when, and who says so."""

    programme = NamedChoice(SupportProgramme.objects.all(), label=_("Support programme"))

    rows = (("programme",), ("since",), ("source", "as_of"))

    class Meta:
        model = ProgrammeUse
        fields = ("programme", "since", "source", "as_of")
        widgets: ClassVar[dict[str, forms.Widget]] = {"as_of": Day(), "since": Day()}
        error_messages = once(_("This is listed already."))


class ContactForm(FactForm):
    """A person; the digest guards it like the other rows, whatever its version says."""

    rows = (
        ("name", "name_kana"),
        ("name_ko", "title"),
        ("email", "phone"),
        ("language",),
        ("is_primary",),
        ("note",),
    )

    class Meta:
        model = Contact
        fields = (
            "name",
            "name_kana",
            "name_ko",
            "title",
            "email",
            "phone",
            "language",
            "is_primary",
            "note",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 2})}
