"""The dossiers app."""

from django.apps import AppConfig

from binhyen.dossiers.phrases import register_phrases


class DossiersConfig(AppConfig):
    """Cycles and dossiers."""

    name = "binhyen.dossiers"
    label = "dossiers"
    verbose_name = "Đợt xét, hồ sơ"

    def ready(self) -> None:
        """Word the log, tell this feature's part of a unit's page, say what it does in the background; models can be
        imported only now."""
        from binhyen.dossiers.panels import years_panel
        from binhyen.dossiers.services.import_work import KIND, import_work
        from binhyen.papers.work import register_work
        from binhyen.units.panels import register

        register_phrases()
        register(years_panel)
        register_work(KIND, import_work)
