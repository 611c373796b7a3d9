"""Addresses of reports and trials."""

from django.urls import path

from binhyen.insight.views import reports, targets, totals, trials

urlpatterns = [
    path("thu-tieu-chi/", trials.what_if_page, name="what_if"),
    path("dot-xet/<uuid:cycle_id>/xet-lai/", trials.replay, name="cycle_replay"),
    path("dot-xet/<uuid:cycle_id>/tong-hop/", totals.cycle_totals, name="cycle_totals"),
    path("chi-tieu/", targets.targets_page, name="targets"),
    path("chi-tieu/ghi/", targets.target_new, name="target_new"),
    path("chi-tieu/<uuid:target_id>/bo/", targets.target_out, name="target_withdraw"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<uuid:job_id>/", reports.report, name="report"),
    path("bao-cao/<uuid:job_id>/tep/", reports.report_file, name="report_file"),
]
