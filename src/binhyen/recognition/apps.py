"""The recognition app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Decisions, recognitions, cancellations."""

    name = "binhyen.recognition"
    label = "recognition"
    verbose_name = "Quyết định, công nhận"

    def ready(self) -> None:
        """Word the log; models can be imported only now."""
        from binhyen.recognition.phrases import register_phrases

        register_phrases()
