"""The public pages as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Reads what lower features hold; it has no models of its own."""

    name = "binhyen.portal"
    label = "portal"
    verbose_name = "Cổng tra cứu"
