"""Public addresses."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from binhyen.portal import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("tra-cuu/<uuid:unit_id>/", views.unit, name="public_unit"),
    path("chuong-trinh/", views.programmes, name="public_programmes"),
    path("chuong-trinh/<slug:code>/", views.programme, name="public_programme"),
    path("ket-qua/", views.results, name="public_results"),
    path("ket-qua/<uuid:cycle_id>/", views.cycle, name="public_cycle"),
    path("niem-yet/", views.postings, name="public_postings"),
    path("niem-yet/<uuid:posting_id>/", views.posting, name="public_posting"),
    path("giai-doan/<uuid:stage_id>/", views.stage, name="public_stage"),
    path("xac-minh/<uuid:recognition_id>/", views.verify_recognition, name="verify_recognition"),
    path("du-lieu-mo/", views.open_data, name="open_data"),
    path("du-lieu-mo/tu-dien.json", views.open_data_dictionary, name="open_data_dictionary"),
    path("du-lieu-mo/<slug:table>.csv", views.open_data_csv, name="open_data_csv"),
    path("du-lieu-mo/<slug:table>.json", views.open_data_json, name="open_data_json"),
]
if settings.DEBUG:
    urlpatterns.append(path("mau-giao-dien/", include("binhyen.shell.urls")))
