"""The units app."""

from django.apps import AppConfig

from binhyen.units.phrases import register_phrases


class UnitsConfig(AppConfig):
    """The tree and its history."""

    name = "binhyen.units"
    label = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        """Word the log entries of this feature, and say what it does in the background; models come only now."""
        from binhyen.papers.work import register_work
        from binhyen.units.panel_rosters import rosters_panel
        from binhyen.units.panels import register
        from binhyen.units.services.import_work import KIND, import_work

        register_phrases()
        register(rosters_panel)
        register_work(KIND, import_work)
