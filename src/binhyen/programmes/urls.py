"""URLs of this feature."""

from django.urls import path

from binhyen.programmes.views import drafting, files, issuing, pages

urlpatterns = [
    path("", pages.list_page, name="rulebook_list"),
    path("kiem-tra/", drafting.check_page, name="rulebook_check"),
    path("du-thao/", drafting.draft_page, name="rulebook_draft"),
    path("mau/", files.blank_form, name="rulebook_form"),
    path("so-lieu/", pages.burden_page, name="rulebook_burden"),
    path("<uuid:rulebook_id>/", pages.rulebook_page, name="rulebook_page"),
    path("<uuid:rulebook_id>/so-sanh/", pages.difference_page, name="rulebook_difference"),
    path("<uuid:rulebook_id>/tep.<slug:suffix>", files.rulebook_file, name="rulebook_file"),
    path("<uuid:rulebook_id>/phu-luc.<slug:suffix>", files.annex_file, name="rulebook_annex"),
    path("<uuid:rulebook_id>/sua-doi/<uuid:other_id>.<slug:suffix>", files.amendment_file, name="rulebook_amendment"),
    path("<uuid:rulebook_id>/xac-nhan/", issuing.confirm, name="rulebook_confirm"),
    path("<uuid:rulebook_id>/dien/", drafting.settle_page, name="rulebook_settle"),
    path("<uuid:rulebook_id>/ban-hanh/", issuing.issue_page, name="rulebook_issue"),
    path("<uuid:rulebook_id>/bai-bo/", issuing.repeal_page, name="rulebook_repeal"),
    path("<uuid:rulebook_id>/bo/", drafting.discard, name="rulebook_discard"),
]
