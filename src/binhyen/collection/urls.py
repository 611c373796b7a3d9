"""Addresses of quick collections."""

from django.urls import path

from binhyen.collection import views

urlpatterns = [
    path("", views.collections, name="collections"),
    path("moi/", views.collection_new, name="collection_new"),
    path("<uuid:collection_id>/", views.collection, name="collection"),
    path("<uuid:collection_id>/bao-cao/", views.collection_send, name="collection_send"),
    path("<uuid:collection_id>/ket-thuc/", views.collection_end, name="collection_end"),
    path("<uuid:collection_id>/lan/<int:seq>/", views.sending, name="sending"),
    path(
        "<uuid:collection_id>/giai-trinh/<int:before>-<int:after>.<slug:suffix>",
        views.explanation_file,
        name="explanation_file",
    ),
]
