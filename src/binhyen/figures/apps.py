"""The figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Values of figures."""

    name = "binhyen.figures"
    label = "figures"
    verbose_name = "Số liệu"

    def ready(self) -> None:
        """Word the log; models can be imported only now."""
        from binhyen.figures.phrases import register_phrases

        register_phrases()
