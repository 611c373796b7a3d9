"""The units app."""

from django.apps import AppConfig

from binhyen.units.phrases import register_phrases


class UnitsConfig(AppConfig):
    """The tree and its history."""

    name = "binhyen.units"
    label = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        """Word the log entries of this feature."""
        register_phrases()
