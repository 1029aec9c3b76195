"""Administration of reference data; companies are worked on in their own screens.

Who may do what is Django's permissions, which the top floor answers (`crm.permissions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from prospects.models import (
    Capability,
    Certificate,
    Cluster,
    ClusterCensus,
    Company,
    Cooperative,
    HostCountry,
    HostOffer,
    Material,
    ReportedMove,
    StaleRecordError,
    SupportProgramme,
    save_versioned,
)
from prospects.models.record import Record
from prospects.number_fields import ADMIN_FIELDS

ModelT = TypeVar("ModelT", bound=models.Model)

if TYPE_CHECKING:

    class BaseAdmin(admin.ModelAdmin[ModelT], Generic[ModelT]): ...

else:  # Django's class takes no parameter at run time

    class BaseAdmin(admin.ModelAdmin, Generic[ModelT]):
        formfield_overrides = ADMIN_FIELDS


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Knows the version that was read, so that nobody's edit is overwritten unseen."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        read = self.cleaned_data.get("read_version")
        if read is not None and read != self.instance.version:
            raise forms.ValidationError(str(StaleRecordError(self.instance)))
        return cleaned


class RecordAdmin(BaseAdmin[ModelT]):
    """For `Record` models: saves what was changed, unless somebody else did meanwhile."""

    form = RecordForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [*self.get_fields(request, obj), "read_version"]
        return [(None, {"fields": [*dict.fromkeys(fields)]})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
        elif changed := _columns(obj, form.changed_data):
            save_versioned(obj, fields=changed)


class ReferenceAdmin(RecordAdmin[ModelT]):
    """For reference data: an edit dates the row, so that loading the files again leaves it."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        if not issubclass(self.model, Record):
            kwargs["form"] = forms.ModelForm
        return super().get_form(*args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if issubclass(self.model, Record):
            return super().get_fieldsets(request, obj)
        return admin.ModelAdmin.get_fieldsets(self, request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and form.changed_data and "as_of" not in form.changed_data:
            obj.as_of = timezone.localdate()
            form.changed_data.append("as_of")
        if issubclass(self.model, Record):
            super().save_model(request, obj, form, change)
        else:
            admin.ModelAdmin.save_model(self, request, obj, form, change)


class CapabilityForm(RecordForm):
    """A node of the taxonomy."""

    def clean_materials(self) -> list[str]:
        """Typical materials are keys of the vocabulary."""
        keys: list[str] = self.cleaned_data["materials"]
        known = {*Material.objects.filter(key__in=keys).values_list("key", flat=True)}
        if unknown := [key for key in keys if key not in known]:
            raise forms.ValidationError(
                _("not in the list of materials: %(keys)s") % {"keys": ", ".join(unknown)}
            )
        return keys


class ReadOnlyAdmin(BaseAdmin[ModelT]):
    """For looking things up."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _columns(obj: models.Model, names: Sequence[str]) -> list[str]:
    """Those of the form's fields that are columns of the record."""
    own = {each.name for each in obj._meta.fields}
    return [name for name in names if name in own]


class CensusInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ClusterCensus
    extra = 0
    formfield_overrides = ADMIN_FIELDS


@admin.register(Cluster)
class ClusterAdmin(ReferenceAdmin[Cluster]):
    list_display = ("name_ko", "name_ja", "prefecture_ja", "municipality_codes", "as_of")
    search_fields = ("name_ko", "name_ja", "name_en", "key")
    list_filter = ("prefecture_ja",)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """Figures are added once the cluster is stored: before, it has no key to refer to."""
        return (CensusInline,) if obj else ()


@admin.register(Capability)
class CapabilityAdmin(ReferenceAdmin[Capability]):
    form = CapabilityForm
    list_display = ("name_ko", "name_ja", "parent", "root_technology", "monozukuri_field", "as_of")
    list_select_related = ("parent",)
    search_fields = ("name_ko", "name_ja", "name_en", "key", "synonyms")
    list_filter = ("root_class", "root_technology", "monozukuri_field")


@admin.register(Material)
class MaterialAdmin(ReferenceAdmin[Material]):
    list_display = ("key", "name_ko", "name_ja", "parent", "as_of")
    list_select_related = ("parent",)
    search_fields = ("key", "name_ko", "name_ja", "name_en", "synonyms")


@admin.register(Certificate)
class CertificateAdmin(ReferenceAdmin[Certificate]):
    list_display = ("name_ko", "name_ja", "source", "as_of")
    search_fields = ("name_ko", "name_ja", "name_en", "key")


@admin.register(HostCountry)
class HostCountryAdmin(ReferenceAdmin[HostCountry]):
    list_display = ("code", "name_ko", "name_ja", "is_rival", "as_of")
    list_filter = ("is_rival",)
    search_fields = ("code", "name_ko", "name_ja", "name_en")


@admin.register(HostOffer)
class HostOfferAdmin(ReferenceAdmin[HostOffer]):
    list_display = ("key", "country", "kind", "source", "as_of")
    list_select_related = ("country",)
    list_filter = ("country", "kind")
    search_fields = ("key", "text_ko", "text_ja", "text_en", "source")


@admin.register(SupportProgramme)
class SupportProgrammeAdmin(ReferenceAdmin[SupportProgramme]):
    list_display = ("name_ko", "provider_ko", "kind", "needs_home_base", "as_of")
    list_filter = ("kind", "needs_home_base")
    search_fields = ("name_ko", "name_ja", "name_en", "provider_ko", "provider_ja")
    filter_horizontal = ("clusters",)


@admin.register(ReportedMove)
class ReportedMoveAdmin(ReferenceAdmin[ReportedMove]):
    list_display = ("subject_ko", "kind", "target_countries", "cluster", "as_of")
    list_select_related = ("cluster",)
    list_filter = ("kind",)
    search_fields = ("subject_ko", "subject_ja", "subject_en")


@admin.register(Company)
class CompanyAdmin(ReadOnlyAdmin[Company]):
    list_display = ("name_ja", "name_ko", "corporate_number", "cluster", "registration", "is_demo")
    list_select_related = ("cluster",)
    list_filter = ("registration", "is_demo", "cluster")
    search_fields = ("corporate_number", "name_ja", "name_ko", "name_en", "name_kana")
    show_full_result_count = False


@admin.register(Cooperative)
class CooperativeAdmin(ReadOnlyAdmin[Cooperative]):
    list_display = ("name_ja", "name_ko", "kind", "cluster", "is_demo")
    list_select_related = ("cluster",)
    list_filter = ("kind", "is_demo", "cluster")
    search_fields = ("corporate_number", "name_ja", "name_ko", "name_en")
