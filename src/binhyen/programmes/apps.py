"""The programmes app."""

from django.apps import AppConfig

from binhyen.programmes.phrases import register_phrases


class ProgrammesConfig(AppConfig):
    """Programmes, rulebooks, definitions of figures."""

    name = "binhyen.programmes"
    label = "programmes"
    verbose_name = "Chương trình, bộ tiêu chí"

    def ready(self) -> None:
        """Word the log, and have this feature tell its part of a unit's page; models can be imported only now."""
        from binhyen.programmes.panels import eligibility_panel
        from binhyen.units.panels import register

        register_phrases()
        register(eligibility_panel)
