"""The programmes app."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes, rulebooks, definitions of figures."""

    name = "binhyen.programmes"
    label = "programmes"
    verbose_name = "Chương trình, bộ tiêu chí"
