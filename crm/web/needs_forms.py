"""The form of what a Korean firm needs."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from crm.web.fields import CapabilityChoice, Day, NamedChoice, SiteChoice
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from matching.models import Need, Site
from matching.models.need import usual_musts
from matching.needs import create_need
from prospects.capability_words import material_keys
from prospects.models import Capability, Certificate


class CertificateChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Certificates by name."""

    def label_from_instance(self, obj: Any) -> str:
        return NamedChoice.label_from_instance(cast("NamedChoice", self), obj)


class NeedForm(RecordForm[Need]):
    """Everything about a need. Its certificates are rows of another table, written last."""

    firm = PickerField(label=_("Korean firm"), kinds=("firm",), placeholder=_("Type a name"))
    site = SiteChoice(label=_("site"), queryset=Site.objects.none(), required=False)
    capability = CapabilityChoice(label=_("capability"), queryset=Capability.objects.none())
    certificates = CertificateChoices(
        label=_("certificates required"),
        queryset=Certificate.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    musts = forms.MultipleChoiceField(
        label=_("must be met"),
        choices=Need.Must.choices,
        initial=usual_musts,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A company known to fall short of a ticked condition is left out of the list. "
            "Untick to rank it lower instead. What is not known leaves nobody out."
        ),
    )
    materials = SimpleArrayField(
        forms.CharField(max_length=40),
        label=_("materials"),
        required=False,
        help_text=_("Separated by commas, such as: SUS304, A5052"),
    )

    class Meta:
        model = Need
        fields = (
            "firm",
            "site",
            "name_ko",
            "name_ja",
            "name_en",
            "capability",
            "status",
            "materials",
            "precision_um",
            "size_max_mm",
            "monthly_volume",
            "certificates",
            "musts",
            "start_on",
            "localises_import",
            "suppliers_wanted",
            "description",
        )
        widgets = {"start_on": Day, "description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance.pk, UUID):  # a new need has no firm yet
            self.initial["firm"] = self.instance.firm
        site = cast("SiteChoice", self.fields["site"])
        site.queryset = Site.objects.select_related("firm")
        site.own_firm = getattr(self.initial.get("firm"), "pk", None)
        cast("NamedChoice", self.fields["capability"]).queryset = Capability.objects.all()
        held = cast("CertificateChoices", self.fields["certificates"])
        held.queryset = Certificate.objects.all()

    def clean_materials(self) -> list[str]:
        """Materials as the vocabulary names them; others stay as they were typed."""
        return material_keys(self.cleaned_data["materials"])

    def save_new(self) -> Need:
        """Store the need; call after `is_valid()`."""
        return create_need(**{name: self.cleaned_data[name] for name in self.Meta.fields})

    def save_edit(self) -> bool:
        """Write the changed fields, the certificates too; see `RecordForm`."""
        chosen = "certificates" in self.changed_data
        if chosen:
            self.changed_data.remove("certificates")
        saved = super().save_edit()
        if saved and chosen:
            self.instance.certificates.set(self.cleaned_data["certificates"])
        return saved
