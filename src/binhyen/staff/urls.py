"""Addresses of the people who work here."""

from django.urls import path

from binhyen.staff import views

urlpatterns = [
    path("", views.people, name="people"),
    path("them/", views.person_new, name="person_new"),
    path("<uuid:user_id>/", views.person, name="person"),
    path("<uuid:user_id>/mat-khau/", views.person_password, name="person_password"),
    path("<uuid:user_id>/ngung-dung/", views.person_close, name="person_close"),
    path("<uuid:user_id>/dung-lai/", views.person_reopen, name="person_reopen"),
    path("vai-tro/<uuid:grant_id>/ket-thuc/", views.duty_end, name="duty_end"),
]
