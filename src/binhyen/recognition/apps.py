"""The recognition app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Decisions, recognitions, cancellations."""

    name = "binhyen.recognition"
    label = "recognition"
    verbose_name = "Quyết định, công nhận"
