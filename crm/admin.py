"""Administration of people, teams, partner agencies, shares, targets and stages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.credentials import issue_credentials
from crm.models import Activity, Agency, Deal, Export, Share, Stage, Target, Team, User
from prospects.admin import BaseAdmin, ReadOnlyAdmin, RecordAdmin

admin.site.unregister(Group)  # roles say who may do what (`crm.access`)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "name", "role", "team", "is_active", "is_staff", "is_demo")
    list_filter = ("role", "team", "is_active", "is_demo")
    list_select_related = ("team",)
    search_fields = ("username", "name", "email")
    ordering = ("name", "username")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "role", "team")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username", "name", "email", "role", "team", "usable_password",
                    "password1", "password2",
                ),
            },
        ),
    )  # fmt: skip
    readonly_fields = ("last_login", "date_joined")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser makes superusers."""
        fields = (*super().get_readonly_fields(request, obj),)
        superuser = getattr(request.user, "is_superuser", False)
        return fields if superuser else (*fields, "is_superuser")


@admin.register(Team)
class TeamAdmin(RecordAdmin[Team]):
    list_display = ("name_ko", "name_ja", "name_en", "is_demo")
    search_fields = ("name_ko", "name_ja", "name_en")


@admin.register(Agency)
class AgencyAdmin(RecordAdmin[Agency]):
    list_display = ("name_ko", "kind", "email", "is_active", "is_demo")
    list_filter = ("kind", "is_active", "is_demo")
    search_fields = ("name_ko", "name_ja", "name_en", "email")
    exclude = ("application",)
    actions = ("issue_new_credentials",)

    @admin.action(description=_("Issue new API credentials"), permissions=["change"])
    def issue_new_credentials(
        self, request: HttpRequest, queryset: models.QuerySet[Agency]
    ) -> None:
        for agency in queryset.select_related("application"):
            issued = issue_credentials(agency)
            text = gettext(
                "%(agency)s: client ID %(id)s, secret %(secret)s. It is shown only now."
            ) % {"agency": agency, "id": issued.client_id, "secret": issued.client_secret}
            self.message_user(request, text, messages.WARNING)


@admin.register(Share)
class ShareAdmin(RecordAdmin[Share]):
    list_display = ("agency", "company", "deal", "until", "shared_by", "is_demo")
    list_select_related = ("agency", "company", "deal", "shared_by")
    list_filter = ("agency", "is_demo")
    search_fields = ("company__name_ja", "company__name_ko", "deal__title")
    autocomplete_fields = ("company", "deal")
    exclude = ("shared_by",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.shared_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Target)
class TargetAdmin(RecordAdmin[Target]):
    list_display = ("year", "quarter", "team", "user", "metric", "value", "is_demo")
    list_select_related = ("team", "user")
    list_filter = ("year", "quarter", "metric", "team")


@admin.register(Stage)
class StageAdmin(BaseAdmin[Stage]):
    """Names, probability and staleness; which stages there are is the program's matter."""

    list_display = ("position", "name_ko", "name_ja", "probability", "stale_after_days", "requires")
    list_display_links = ("name_ko",)
    readonly_fields = ("key", "position", "requires")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Deal)
class DealAdmin(ReadOnlyAdmin[Deal]):
    list_display = ("title", "stage", "status", "owner", "is_demo")
    list_select_related = ("stage", "owner")
    list_filter = ("stage", "status", "is_demo")
    search_fields = ("title",)


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin[Activity]):
    list_display = ("subject", "kind", "status", "owner", "at", "is_demo")
    list_select_related = ("owner",)
    list_filter = ("kind", "status", "is_demo")
    search_fields = ("subject",)
    show_full_result_count = False


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin[Export]):
    """Who took which list out, and when; the files are their owners'."""

    list_display = ("created_at", "owner", "noun", "format", "state", "rows", "size", "is_demo")
    list_select_related = ("owner",)
    list_filter = ("noun", "state", "format", "is_demo")
    exclude = ("file", "reach")
