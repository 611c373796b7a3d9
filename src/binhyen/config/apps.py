"""The config app: engines and start-up checks."""

from django.apps import AppConfig

from binhyen.config.checks import register_checks
from binhyen.config.wiring import register_engines


class ConfigConfig(AppConfig):
    """Wires an installation when it starts, and checks it."""

    name = "binhyen.config"
    label = "config"

    def ready(self) -> None:
        """Register engines and checks once."""
        register_engines()
        register_checks()
