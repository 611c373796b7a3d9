"""Public addresses."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from binhyen.portal import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("tra-cuu/<uuid:unit_id>/", views.unit, name="public_unit"),
]
if settings.DEBUG:
    urlpatterns.append(path("mau-giao-dien/", include("binhyen.shell.urls")))
