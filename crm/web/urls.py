"""The officers' door: one module a section, each with its addresses at its end."""

from django.urls import URLPattern, URLResolver

from crm.web import (
    activities,
    clusters,
    companies,
    cooperatives,
    deals,
    deals_steps,
    picker,
    register,
    search,
    today,
)

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    *today.urlpatterns,
    *activities.urlpatterns,
    *deals.urlpatterns,
    *deals_steps.urlpatterns,
    *picker.urlpatterns,
    *companies.urlpatterns,
    *register.urlpatterns,
    *clusters.urlpatterns,
    *cooperatives.urlpatterns,
    *search.urlpatterns,
]
