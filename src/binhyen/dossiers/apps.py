"""The dossiers app."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Cycles and dossiers."""

    name = "binhyen.dossiers"
    label = "dossiers"
    verbose_name = "Đợt xét, hồ sơ"
