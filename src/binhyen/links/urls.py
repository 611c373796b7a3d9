"""Addresses of links: short ones for the heads, and the officer's under the cycle."""

from django.urls import path

from binhyen.links.views import head, office

urlpatterns = [
    path("lk/<slug:token>/", head.home, name="link_home"),
    path("lk/<slug:token>/dang-ky/", head.register, name="link_register"),
    path("lk/<slug:token>/so-lieu/<int:screen>/", head.figures, name="link_figures"),
    path("lk/<slug:token>/thoat/", head.out, name="link_out"),
    path("dot-xet/<uuid:cycle_id>/lien-ket/", office.cycle_links, name="cycle_links"),
    path("dot-xet/<uuid:cycle_id>/lien-ket/phieu.pdf", office.slips_print, name="link_slips"),
    path("dot-xet/<uuid:cycle_id>/lien-ket/<uuid:link_id>/thu-hoi/", office.revoke, name="link_revoke"),
]
