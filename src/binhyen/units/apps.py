"""The units app."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The tree and its history."""

    name = "binhyen.units"
    label = "units"
    verbose_name = "Đơn vị"
