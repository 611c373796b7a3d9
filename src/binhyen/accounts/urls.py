"""Addresses that stand in front of allauth's own, under its names."""

from django.urls import path

from binhyen.accounts import views

urlpatterns = [
    path("password/reset/", views.password_forgotten, name="account_reset_password"),
    path("email/", views.email_address, name="account_email"),
]
