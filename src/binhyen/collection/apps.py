"""The collection app."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Questions to many units, answered within hours."""

    name = "binhyen.collection"
    label = "collection"
    verbose_name = "Thu thập nhanh"

    def ready(self) -> None:
        """Word the log; models can be imported only now."""
        from binhyen.collection.phrases import register_phrases

        register_phrases()
