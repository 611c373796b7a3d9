"""The movement app."""

from django.apps import AppConfig


class MovementConfig(AppConfig):
    """Covenants, pilots, activities, models, stages."""

    name = "binhyen.movement"
    label = "movement"
    verbose_name = "Phong trào"

    def ready(self) -> None:
        """Word the log; models can be imported only now."""
        from binhyen.movement.phrases import register_phrases

        register_phrases()
