"""URLs of this feature."""

from django.urls import path

from binhyen.units import views

urlpatterns = [
    path("", views.unit_search, name="unit_search"),
    path("moi/", views.unit_new, name="unit_new"),
    path("<uuid:unit_id>/", views.unit_page, name="unit_page"),
]
