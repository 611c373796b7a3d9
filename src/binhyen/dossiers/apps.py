"""The dossiers app."""

from django.apps import AppConfig

from binhyen.dossiers.phrases import register_phrases


class DossiersConfig(AppConfig):
    """Cycles and dossiers."""

    name = "binhyen.dossiers"
    label = "dossiers"
    verbose_name = "Đợt xét, hồ sơ"

    def ready(self) -> None:
        """Word the log."""
        register_phrases()
