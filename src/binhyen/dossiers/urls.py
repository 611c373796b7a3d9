"""Addresses of the year's work, in Vietnamese words."""

from django.urls import path

from binhyen.dossiers.views import (
    amending,
    calendar,
    cancelling,
    cycles,
    decisions,
    dossiers,
    grid,
    imports,
    opening_next,
    papers,
    rosters,
    then,
    unit_lists,
    work,
)

urlpatterns = [
    path("viec/", work.work, name="work"),
    path("dot-xet/", cycles.cycles, name="cycles"),
    path("dot-xet/mo/", cycles.cycle_open, name="cycle_open"),
    path("dot-xet/<uuid:cycle_id>/", cycles.cycle, name="cycle"),
    path("dot-xet/<uuid:cycle_id>/ho-so/", cycles.dossier_list, name="dossier_list"),
    path("dot-xet/<uuid:cycle_id>/danh-sach/", unit_lists.unit_list, name="unit_list"),
    path("dot-xet/<uuid:cycle_id>/danh-sach/chot-lai/", unit_lists.unit_list_again, name="unit_list_again"),
    path("dot-xet/<uuid:cycle_id>/danh-sach/ban-<int:seq>.xlsx", unit_lists.unit_list_xlsx, name="unit_list_xlsx"),
    path("dot-xet/<uuid:cycle_id>/sap-xep/", unit_lists.cycle_succession, name="cycle_succession"),
    path("dot-xet/<uuid:cycle_id>/viec-chung/", cycles.cycle_acts, name="cycle_acts"),
    path("dot-xet/<uuid:cycle_id>/sua-bo-tieu-chi/", amending.cycle_amend, name="cycle_amend"),
    path("dot-xet/<uuid:cycle_id>/nam-sau/", opening_next.cycle_open_next, name="cycle_open_next"),
    path("dot-xet/<uuid:cycle_id>/lich/", calendar.cycle_calendar, name="cycle_calendar"),
    path("dot-xet/<uuid:cycle_id>/lich/cong-van/", calendar.deadline_letter, name="deadline_letter"),
    path("dot-xet/<uuid:cycle_id>/nhat-ky/", cycles.cycle_log, name="cycle_log"),
    path("dot-xet/<uuid:cycle_id>/quyet-dinh/", decisions.decision_room, name="decision_room"),
    path(
        "dot-xet/<uuid:cycle_id>/phien-hop/<uuid:record>/<slug:paper>.<slug:suffix>",
        papers.sitting_draft,
        name="sitting_draft",
    ),
    path("dot-xet/<uuid:cycle_id>/so-lieu/<slug:kind>/", grid.grid, name="grid"),
    path(
        "dot-xet/<uuid:cycle_id>/so-lieu/<slug:kind>/phieu-xac-nhan.pdf",
        grid.confirmation_sheets,
        name="confirmation_sheets",
    ),
    path("dot-xet/<uuid:cycle_id>/nhap-bang-tinh/", imports.figures_import, name="figures_import"),
    path("dot-xet/<uuid:cycle_id>/bang-mau/<slug:kind>/", imports.figures_template, name="figures_template"),
    path("so-ho/<uuid:unit_id>/<int:year>/ghi-so-lieu/", rosters.roster_figures, name="roster_figures"),
    path("ho-so/<uuid:dossier_id>/", dossiers.dossier, name="dossier"),
    path("ho-so/<uuid:dossier_id>/luc-truoc/", then.dossier_earlier, name="dossier_earlier"),
    path("ho-so/<uuid:dossier_id>/so-lieu/", grid.figures_form, name="figures_form"),
    path("ho-so/<uuid:dossier_id>/van-ban/<slug:paper>.<slug:suffix>", papers.dossier_draft, name="dossier_draft"),
    path("ho-so/<uuid:dossier_id>/xem-lai-can-cu/", cancelling.dossier_ground_review, name="dossier_ground_review"),
    path("ho-so/<uuid:dossier_id>/<slug:act>/", dossiers.dossier_act, name="dossier_act"),
    path("quyet-dinh/<uuid:decision_id>/", decisions.decision, name="decision"),
    path("quyet-dinh/<uuid:decision_id>/quyet-dinh.pdf", decisions.decision_pdf, name="decision_pdf"),
    path("quyet-dinh/<uuid:decision_id>/quyet-dinh.docx", papers.decision_docx, name="decision_docx"),
    path("quyet-dinh/<uuid:decision_id>/danh-sach.xlsx", papers.decision_xlsx, name="decision_xlsx"),
    path(
        "quyet-dinh/<uuid:decision_id>/giay-cong-nhan.pdf", papers.decision_certificates, name="decision_certificates"
    ),
    path(
        "quyet-dinh/<uuid:decision_id>/giay-cong-nhan/<uuid:recognition_id>.pdf",
        papers.decision_certificate,
        name="decision_certificate",
    ),
    path("quyet-dinh/<uuid:decision_id>/lay-so/", decisions.decision_number, name="decision_number"),
    path("quyet-dinh/<uuid:decision_id>/huy-bo/", cancelling.decision_cancel, name="decision_cancel"),
    path("quyet-dinh/<uuid:decision_id>/khong-ban-hanh/", cancelling.cancellation_give_up, name="cancellation_give_up"),
]
