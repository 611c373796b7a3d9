"""The config app: when everything is loaded, the wiring joins ports to adapters."""

from django.apps import AppConfig

from binhyen.config.checks import register_checks
from binhyen.config.wiring import configure


class ConfigConfig(AppConfig):
    """Runs the wiring."""

    name = "binhyen.config"
    label = "config"

    def ready(self) -> None:
        """Register engines, writers and start-up checks once."""
        configure()
        register_checks()
