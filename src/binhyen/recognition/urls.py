"""Addresses of awards."""

from django.urls import path

from binhyen.recognition import views

urlpatterns = [
    path("khen-thuong/", views.awards_page, name="awards"),
    path("khen-thuong/ghi/", views.award_new, name="award_new"),
    path("khen-thuong/<uuid:award_id>/gach-bo/", views.award_out, name="award_strike"),
    path("giay-gia-dinh/", views.family_certificates, name="family_certificates"),
]
