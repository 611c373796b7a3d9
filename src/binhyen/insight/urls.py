"""Addresses of reports."""

from django.urls import path

from binhyen.insight import views

urlpatterns = [
    path("bao-cao/", views.reports, name="reports"),
    path("bao-cao/<uuid:job_id>/", views.report, name="report"),
    path("bao-cao/<uuid:job_id>/tep/", views.report_file, name="report_file"),
]
