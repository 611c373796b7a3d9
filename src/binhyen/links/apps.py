"""The links app."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Links with a PIN for the heads of units."""

    name = "binhyen.links"
    label = "links"
    verbose_name = "Liên kết có mã PIN"

    def ready(self) -> None:
        """Word the log, and tell what passes on with an office; models can be imported only now."""
        from binhyen.dossiers import handing
        from binhyen.links.handing import links_handed
        from binhyen.links.phrases import register_phrases

        register_phrases()
        handing.register(links_handed)
