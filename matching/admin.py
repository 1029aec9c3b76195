"""Administration of rules, zones and weights; firms and needs to look up."""

from __future__ import annotations

from django.contrib import admin

from matching.models import Firm, FirmTie, InvestmentRule, InvestmentZone, Need, Site, WeightProfile
from matching.scoring import PARTS
from prospects.admin import ReadOnlyAdmin, ReferenceAdmin
from prospects.number_fields import ADMIN_FIELDS


@admin.register(InvestmentRule)
class InvestmentRuleAdmin(ReferenceAdmin[InvestmentRule]):
    list_display = ("name_ko", "value", "unit", "valid_from", "valid_to", "as_of")
    list_filter = ("key", "unit")
    search_fields = ("name_ko", "name_ja", "name_en", "key", "source")


@admin.register(InvestmentZone)
class InvestmentZoneAdmin(ReferenceAdmin[InvestmentZone]):
    list_display = ("name_ko", "kind", "region", "minimum_amount", "minimum_currency", "as_of")
    list_filter = ("kind", "region")
    search_fields = ("name_ko", "name_ja", "name_en", "key")


@admin.register(WeightProfile)
class WeightProfileAdmin(ReadOnlyAdmin[WeightProfile]):
    """Versions to look up; managers make and use them on their own screen (`crm.web.profiles`)."""

    list_display = ("revision", "is_active", *PARTS, "made_by", "used_since", "note")


class FirmTieInline(admin.TabularInline):  # type: ignore[type-arg]
    model = FirmTie
    extra = 0
    formfield_overrides = ADMIN_FIELDS


class SiteInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Site
    extra = 0
    formfield_overrides = ADMIN_FIELDS


@admin.register(Firm)
class FirmAdmin(ReadOnlyAdmin[Firm]):
    list_display = ("name_ko", "name_ja", "group_name", "ksic_code", "is_demo")
    list_filter = ("is_demo", "group_name")
    search_fields = ("name_ko", "name_ja", "name_en", "group_name")
    inlines = (SiteInline, FirmTieInline)


@admin.register(Need)
class NeedAdmin(ReadOnlyAdmin[Need]):
    list_display = ("name_ko", "firm", "capability", "status", "start_on", "is_demo")
    list_select_related = ("firm", "capability")
    list_filter = ("status", "localises_import", "is_demo")
    search_fields = ("name_ko", "name_ja", "name_en", "firm__name_ko")
