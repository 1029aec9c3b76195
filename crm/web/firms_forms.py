"""Forms of Korean firms and their plants."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.intake.wording import PROBLEMS
from crm.web.companies_forms import LaidOut, Rows
from crm.web.fields import Day, NamedChoice
from crm.web.forms import RecordForm
from matching.models import Firm, InvestmentZone, Site
from matching.provinces import province_of
from prospects.intake import values
from prospects.intake.problems import Unfit
from prospects.number_fields import NumberField

# The Republic of Korea with its islands, in degrees: what lies outside is a slip of the keys.
LATITUDES, LONGITUDES = (33.0, 38.7), (124.5, 132.0)


class FirmForm(LaidOut, RecordForm[Firm]):
    """A Korean firm."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    #: Longer than what is stored: people paste it with its section, and with what it means.
    ksic_code = forms.CharField(label=_("KSIC code"), required=False, max_length=100)

    rows: ClassVar[Rows] = (
        ("name_ko",),
        ("name_en", "name_ja"),
        ("group_name",),
        ("group_name_en", "group_name_ja"),
        ("ksic_code", "website"),
        ("note",),
        ("source", "as_of"),
    )

    class Meta:
        model = Firm
        fields = (
            "name_ko",
            "name_ja",
            "name_en",
            "group_name",
            "group_name_ja",
            "group_name_en",
            "ksic_code",
            "website",
            "note",
            "source",
            "as_of",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3}), "as_of": Day}

    def clean_ksic_code(self) -> str:
        """As an import reads it: a section's letter, or digits of a division that there is."""
        code: str = self.cleaned_data["ksic_code"]
        try:
            return values.ksic(code) if code else ""
        except Unfit as unfit:
            raise forms.ValidationError(str(PROBLEMS[unfit.code]) % unfit.about) from None


class SiteForm(LaidOut, RecordForm[Site]):
    """A plant of a firm; where it stands on the map is two numbers, both or neither."""

    zone = NamedChoice(InvestmentZone.objects.none(), label=_("investment zone"), required=False)
    latitude = NumberField(
        label=_("latitude"), required=False, min_value=LATITUDES[0], max_value=LATITUDES[1]
    )
    longitude = NumberField(
        label=_("longitude"), required=False, min_value=LONGITUDES[0], max_value=LONGITUDES[1]
    )

    rows: ClassVar[Rows] = (
        ("name_ko",),
        ("name_en", "name_ja"),
        ("region", "city"),
        ("street",),
        ("zone",),
        ("latitude", "longitude"),
    )

    class Meta:
        model = Site
        fields = (
            "name_ko",
            "name_ja",
            "name_en",
            "region",
            "city",
            "street",
            "zone",
            "latitude",
            "longitude",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = InvestmentZone.objects.on(timezone.localdate())
        kept = InvestmentZone.objects.filter(
            pk__in=[self.instance.zone_id] if self.instance.zone_id else []
        )
        cast("NamedChoice", self.fields["zone"]).queryset = zones | kept

    def clean_region(self) -> str:
        """The province by its full name, however it was written: 경북 is 경상북도."""
        typed: str = self.cleaned_data["region"]
        found = province_of(typed)
        if not found:
            raise forms.ValidationError(str(PROBLEMS["region"]), params={"value": typed})
        return found

    def clean(self) -> dict[str, Any]:
        """Both coordinates or neither."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if found.get(one) is not None and found.get(other) is None and other not in self.errors:
                self.add_error(other, _("Give latitude and longitude, or neither."))
        return found
