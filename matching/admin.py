"""Administration of rules, zones and weights; firms and needs to look up."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.models import Firm, FirmTie, InvestmentRule, InvestmentZone, Need, Site, WeightProfile
from matching.scoring import PARTS
from matching.tasks import rescore_all
from prospects.admin import ReadOnlyAdmin, RecordAdmin, ReferenceAdmin


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
class WeightProfileAdmin(RecordAdmin[WeightProfile]):
    """A revision that matches were scored with stays as it is; change by adding another."""

    list_display = (
        "revision", "is_active", *PARTS, "note",
    )  # fmt: skip
    actions = ("put_in_use",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        used = obj is not None and obj.matches.exists()
        return ("is_active", "revision", *PARTS) if used else ("is_active",)

    @admin.action(description=_("Use this revision and score again"), permissions=["change"])
    def put_in_use(self, request: HttpRequest, queryset: models.QuerySet[WeightProfile]) -> None:
        if queryset.count() != 1:
            self.message_user(request, gettext("Choose one revision."), messages.ERROR)
            return
        with transaction.atomic():
            WeightProfile.objects.filter(is_active=True).update(is_active=False)
            queryset.update(is_active=True)
            transaction.on_commit(partial(rescore_all.delay), robust=True)
        self.message_user(request, gettext("In use; all matches are being scored again."))


class FirmTieInline(admin.TabularInline):  # type: ignore[type-arg]
    model = FirmTie
    extra = 0


class SiteInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Site
    extra = 0


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
