"""The accounts app."""

from django.apps import AppConfig

from binhyen.accounts.phrases import register_phrases


class AccountsConfig(AppConfig):
    """People, roles, scopes."""

    name = "binhyen.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Word the log."""
        register_phrases()
