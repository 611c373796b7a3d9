"""The page that shows every component; mounted only while developing."""

from django.urls import path

from binhyen.shell import views

urlpatterns = [path("", views.components, name="components")]
