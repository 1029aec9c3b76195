"""Forms for cooperatives, their members and their plans."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import CheckboxSelectMultiple, MultipleChoiceField, Textarea, URLField, Widget
from django.utils.translation import gettext_lazy as _

from crm.web.companies_forms import FactForm, LaidOut, is_new, once
from crm.web.fields import (
    CorporateNumberField,
    CountriesField,
    Day,
    MunicipalityCodeField,
    NamedChoice,
)
from crm.web.forms import RecordForm
from crm.web.picker import PickerField
from prospects.cooperatives import create_cooperative
from prospects.models import Cluster, Cooperative, CooperativeMembership, GroupPlan


class CooperativeForm(LaidOut, RecordForm[Cooperative]):
    """The cooperative itself."""

    cluster = NamedChoice(Cluster.objects.all(), label=_("Cluster"), required=False)
    corporate_number = CorporateNumberField()
    municipality_code = MunicipalityCodeField(help_text=_("Five digits."))
    website = URLField(label=_("Website"), required=False, assume_scheme="https")

    rows = (
        ("name_ja",),
        ("name_kana", "name_ko"),
        ("name_en", "corporate_number"),
        ("kind", "founded_year"),
        ("cluster", "municipality_code"),
        ("postcode", "prefecture"),
        ("city", "street"),
        ("website",),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = Cooperative
        fields = (
            "name_ja",
            "name_kana",
            "name_ko",
            "name_en",
            "kind",
            "corporate_number",
            "cluster",
            "founded_year",
            "municipality_code",
            "postcode",
            "prefecture",
            "city",
            "street",
            "website",
            "note",
            "source",
            "as_of",
        )
        widgets: ClassVar[dict[str, Widget]] = {
            "note": Textarea(attrs={"rows": 2}),
            "as_of": Day(),
        }

    def save_new(self) -> Cooperative:
        """Store the cooperative; call after `is_valid()`."""
        return create_cooperative(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class PlanForm(FactForm):
    """A plan to go abroad together."""

    target_countries = CountriesField(label=_("Target countries"))
    forms = MultipleChoiceField(
        choices=GroupPlan.Form.choices,
        widget=CheckboxSelectMultiple,
        label=_("Form"),
        required=False,
    )

    rows = (
        ("target_countries",),
        ("forms",),
        ("site",),
        ("land_m2", "lots"),
        ("stage", "keeps_home_base"),
        ("decision_due",),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = GroupPlan
        fields = (
            "target_countries",
            "forms",
            "site",
            "land_m2",
            "lots",
            "stage",
            "keeps_home_base",
            "decision_due",
            "note",
            "source",
            "as_of",
        )
        widgets: ClassVar[dict[str, Widget]] = {
            "note": Textarea(attrs={"rows": 2}),
            "decision_due": Day(),
            "as_of": Day(),
        }


class MembershipForm(FactForm):
    """A member, chosen by typing."""

    company = PickerField(kinds=("company",), label=_("Company"))

    rows = (("company",), ("role", "since"))

    class Meta:
        model = CooperativeMembership
        fields = ("company", "role", "since")
        widgets: ClassVar[dict[str, Widget]] = {"since": Day()}
        error_messages: ClassVar[dict[str, Any]] = once(_("This company is a member already."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new(self.instance):
            self.initial["company"] = self.instance.company
