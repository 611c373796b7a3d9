"""The figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Values of figures."""

    name = "binhyen.figures"
    label = "figures"
    verbose_name = "Số liệu"
