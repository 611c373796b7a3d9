"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Roll-ups."""

    name = "binhyen.insight"
    label = "insight"
    verbose_name = "Tổng hợp"
