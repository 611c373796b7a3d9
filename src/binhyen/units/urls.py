"""URLs of this feature."""

from django.urls import path

from binhyen.units.views import changes, pages

urlpatterns = [
    path("", pages.unit_search, name="unit_search"),
    path("moi/", pages.unit_new, name="unit_new"),
    path("thay-doi/<uuid:event_id>/hoan-tac/", changes.unit_change_reverse, name="unit_change_reverse"),
    path("<uuid:unit_id>/", pages.unit_page, name="unit_page"),
    path("<uuid:unit_id>/thay-doi/<slug:act>/", changes.unit_change, name="unit_change"),
]
