"""Addresses of the people who work here."""

from django.urls import path

from binhyen.staff.views import handovers, people

urlpatterns = [
    path("", people.people, name="people"),
    path("them/", people.person_new, name="person_new"),
    path("ban-giao/", handovers.handovers, name="handovers"),
    path("ban-giao/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("ban-giao/<uuid:handover_id>/bien-ban.<slug:suffix>", handovers.handover_paper, name="handover_paper"),
    path("<uuid:user_id>/", people.person, name="person"),
    path("<uuid:user_id>/ban-giao/", handovers.handover_new, name="handover_new"),
    path("<uuid:user_id>/mat-khau/", people.person_password, name="person_password"),
    path("<uuid:user_id>/ngung-dung/", people.person_close, name="person_close"),
    path("<uuid:user_id>/dung-lai/", people.person_reopen, name="person_reopen"),
    path("vai-tro/<uuid:grant_id>/ket-thuc/", people.duty_end, name="duty_end"),
]
