"""The collection app."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Questions to many units, answered within hours."""

    name = "binhyen.collection"
    label = "collection"
    verbose_name = "Thu thập nhanh"

    def ready(self) -> None:
        """Word the log, and tell what waits for a person and what passes on with an office; models can be imported only
        now."""
        from binhyen.collection.handing import questions_handed
        from binhyen.collection.phrases import register_phrases
        from binhyen.collection.working import collecting_part
        from binhyen.dossiers import handing, working

        register_phrases()
        handing.register(questions_handed)
        working.register(collecting_part)
