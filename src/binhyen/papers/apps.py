"""The papers app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers and jobs."""

    name = "binhyen.papers"
    label = "papers"
    verbose_name = "Văn bản"
