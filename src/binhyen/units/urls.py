"""URLs of this feature."""

from django.urls import path

from binhyen.units.views import changes, completing, imports, pages, roster_lists, rosters, together

urlpatterns = [
    path("", pages.unit_search, name="unit_search"),
    path("moi/", pages.unit_new, name="unit_new"),
    path("nhap/", imports.unit_import, name="unit_import"),
    path("nhap/<uuid:job_id>/", imports.unit_import_work, name="unit_import_work"),
    path("nhap/mau/<slug:kind>/", imports.unit_import_template, name="unit_import_template"),
    path("thay-doi/<uuid:event_id>/hoan-tac/", changes.unit_change_reverse, name="unit_change_reverse"),
    path("tham-quyen/", together.authorities, name="authorities"),
    path("tham-quyen/<uuid:claim_id>/", together.authority_decide, name="authority_decide"),
    path("cum-khoi/", together.clusters, name="clusters"),
    path("cum-khoi/<uuid:cluster_id>/", together.cluster, name="cluster"),
    path("<uuid:unit_id>/", pages.unit_page, name="unit_page"),
    path("<uuid:unit_id>/so-ho/", rosters.rosters, name="rosters"),
    path("<uuid:unit_id>/so-ho/nhap/", roster_lists.roster_import, name="roster_import"),
    path("<uuid:unit_id>/so-ho/nhap/mau/<int:year>/", roster_lists.roster_template, name="roster_template"),
    path("<uuid:unit_id>/so-ho/<int:year>/", rosters.roster, name="roster"),
    path("<uuid:unit_id>/thay-doi/<slug:act>/", changes.unit_change, name="unit_change"),
    path("<uuid:unit_id>/thong-tin/", completing.unit_complete, name="unit_complete"),
    path("<uuid:unit_id>/tham-quyen/", together.authority_claim, name="authority_claim"),
]
