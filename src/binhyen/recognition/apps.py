"""The recognition app."""

from django.apps import AppConfig

from binhyen.recognition.phrases import register_phrases


class RecognitionConfig(AppConfig):
    """Decisions, recognitions, cancellations."""

    name = "binhyen.recognition"
    label = "recognition"
    verbose_name = "Quyết định, công nhận"

    def ready(self) -> None:
        """Word the log."""
        register_phrases()
