"""Addresses of reports and trials."""

from django.urls import path

from binhyen.insight.views import reports, trials

urlpatterns = [
    path("thu-tieu-chi/", trials.what_if_page, name="what_if"),
    path("dot-xet/<uuid:cycle_id>/xet-lai/", trials.replay, name="cycle_replay"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<uuid:job_id>/", reports.report, name="report"),
    path("bao-cao/<uuid:job_id>/tep/", reports.report_file, name="report_file"),
]
