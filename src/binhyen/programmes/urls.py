"""URLs of this feature."""

from django.urls import path

from binhyen.programmes import views

urlpatterns = [
    path("", views.list_page, name="rulebook_list"),
    path("kiem-tra/", views.check_page, name="rulebook_check"),
    path("<uuid:rulebook_id>/", views.rulebook_page, name="rulebook_page"),
    path("<uuid:rulebook_id>/xac-nhan/", views.confirm, name="rulebook_confirm"),
]
