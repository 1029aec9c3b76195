"""The officers' door: one module a section, each with its addresses at its end."""

from django.urls import URLPattern, URLResolver

from crm.web import (
    activities,
    campaigns,
    clusters,
    companies,
    cooperatives,
    dashboard,
    deals,
    deals_steps,
    duplicates,
    exports,
    imports,
    likely,
    matches,
    needs,
    notifications,
    picker,
    programmes,
    register,
    search,
    shares,
    today,
    watches,
)

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    *today.urlpatterns,
    *dashboard.urlpatterns,
    *activities.urlpatterns,
    *deals.urlpatterns,
    *deals_steps.urlpatterns,
    *needs.urlpatterns,
    *matches.urlpatterns,
    *campaigns.urlpatterns,
    *picker.urlpatterns,
    *likely.urlpatterns,
    *companies.urlpatterns,
    *duplicates.urlpatterns,
    *register.urlpatterns,
    *clusters.urlpatterns,
    *programmes.urlpatterns,
    *cooperatives.urlpatterns,
    *imports.urlpatterns,
    *search.urlpatterns,
    *shares.urlpatterns,
    *exports.urlpatterns,
    *notifications.urlpatterns,
    *watches.urlpatterns,
]
