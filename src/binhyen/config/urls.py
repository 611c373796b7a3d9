"""The URL root: every feature under its own word."""

from django.urls import include, path

urlpatterns = [
    path("", include("binhyen.portal.urls")),
    path("tai-khoan/", include("binhyen.accounts.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("", include("binhyen.dossiers.urls")),
    path("", include("binhyen.insight.urls")),
    path("", include("binhyen.reminders.urls")),
    path("thu-thap/", include("binhyen.collection.urls")),
    path("", include("binhyen.links.urls")),
    path("", include("binhyen.recognition.urls")),
    path("phong-trao/", include("binhyen.movement.urls")),
    path("don-vi/", include("binhyen.units.urls")),
    path("nguoi-dung/", include("binhyen.staff.urls")),
    path("bo-tieu-chi/", include("binhyen.programmes.urls")),
]
