"""The reminders app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Who is owed what, contacts, reminders."""

    name = "binhyen.reminders"
    label = "reminders"
    verbose_name = "Đôn đốc, nhắc việc"

    def ready(self) -> None:
        """Word the log; models can be imported only now."""
        from binhyen.reminders.phrases import register_phrases

        register_phrases()
