"""The officers' door: one module a section, each with its addresses at its end."""

from django.urls import URLPattern, URLResolver

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = []
