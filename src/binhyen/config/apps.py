"""The config app: start-up checks."""

from django.apps import AppConfig

from binhyen.config.checks import register_checks


class ConfigConfig(AppConfig):
    """Checks an installation when it starts."""

    name = "binhyen.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks once."""
        register_checks()
