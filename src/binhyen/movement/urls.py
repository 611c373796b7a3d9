"""Addresses of the movement."""

from django.urls import path

from binhyen.movement import views

urlpatterns = [
    path("", views.movement_home, name="movement_home"),
    path("giao-uoc/<uuid:covenant_id>/", views.covenant, name="covenant"),
    path("giao-uoc/<uuid:covenant_id>/giao-uoc.<str:suffix>", views.covenant_file, name="covenant_file"),
    path("<slug:kind>/<uuid:record_id>/<slug:act>/", views.movement_act, name="movement_act"),
    path("<slug:code>/", views.movement_programme, name="movement_programme"),
    path("<slug:code>/ghi/<slug:kind>/", views.movement_new, name="movement_new"),
]
