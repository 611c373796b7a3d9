"""The papers app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers and jobs."""

    name = "binhyen.papers"
    label = "papers"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        """Word the log; models can be imported only now."""
        from binhyen.papers.phrases import register_phrases

        register_phrases()
