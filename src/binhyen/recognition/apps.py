"""The recognition app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Decisions, recognitions, cancellations."""

    name = "binhyen.recognition"
    label = "recognition"
    verbose_name = "Quyết định, công nhận"

    def ready(self) -> None:
        """Word the log, and have this feature tell its part of a unit's page; models can be imported only now."""
        from binhyen.recognition.panels import recognitions_panel
        from binhyen.recognition.phrases import register_phrases
        from binhyen.units.panels import register

        register_phrases()
        register(recognitions_panel)
