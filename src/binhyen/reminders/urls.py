"""Addresses of chasing and reminders."""

from django.urls import path

from binhyen.reminders.views import calls, chasing, wishes

urlpatterns = [
    path("ghi-cuoc-goi/", calls.call, name="call"),
    path("don-doc/", chasing.chasing_home, name="chasing_home"),
    path("don-doc/<uuid:cycle_id>/", chasing.chasing, name="chasing"),
    path("don-doc/<uuid:cycle_id>/<slug:paper>.<slug:suffix>", chasing.chasing_file, name="chasing_file"),
    path("don-doc/lien-he/<uuid:contact_id>/rut/", chasing.contact_take_back, name="contact_take_back"),
    path("tai-khoan/nhac-viec/", wishes.reminder_wishes, name="reminder_wishes"),
    path("lich/<slug:token>.ics", wishes.calendar_feed, name="calendar_feed"),
]
