"""The dossiers app."""

from django.apps import AppConfig

from binhyen.dossiers.phrases import register_phrases


class DossiersConfig(AppConfig):
    """Cycles and dossiers."""

    name = "binhyen.dossiers"
    label = "dossiers"
    verbose_name = "Đợt xét, hồ sơ"

    def ready(self) -> None:
        """Word the log, and have this feature tell its part of a unit's page; models can be imported only now."""
        from binhyen.dossiers.panels import years_panel
        from binhyen.units.panels import register

        register_phrases()
        register(years_panel)
