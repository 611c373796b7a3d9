"""The staff app."""

from django.apps import AppConfig

from binhyen.staff.phrases import register_phrases


class StaffConfig(AppConfig):
    """Accounts as an administrator keeps them."""

    name = "binhyen.staff"
    label = "staff"
    verbose_name = "Người dùng"

    def ready(self) -> None:
        """Word the log."""
        register_phrases()
