"""The programmes app."""

from django.apps import AppConfig

from binhyen.programmes.phrases import register_phrases


class ProgrammesConfig(AppConfig):
    """Programmes, rulebooks, definitions of figures."""

    name = "binhyen.programmes"
    label = "programmes"
    verbose_name = "Chương trình, bộ tiêu chí"

    def ready(self) -> None:
        """Word the log."""
        register_phrases()
