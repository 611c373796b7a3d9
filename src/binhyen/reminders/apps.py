"""The reminders app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Who is owed what, contacts, reminders."""

    name = "binhyen.reminders"
    label = "reminders"
    verbose_name = "Đôn đốc, nhắc việc"

    def ready(self) -> None:
        """Word the log, and tell what waits for a person; models can be imported only now."""
        from binhyen.dossiers import working
        from binhyen.reminders.phrases import register_phrases
        from binhyen.reminders.working import chasing_part

        register_phrases()
        working.register(chasing_part)
