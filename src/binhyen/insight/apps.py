"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Roll-ups and reports."""

    name = "binhyen.insight"
    label = "insight"
    verbose_name = "Tổng hợp"

    def ready(self) -> None:
        """Word the log and say which files are made here; models can be imported only now."""
        from binhyen.insight import trial_export, year_export
        from binhyen.insight.phrases import register_phrases
        from binhyen.papers import producers

        register_phrases()
        producers.register(year_export.KIND, year_export.produce)
        producers.register(trial_export.KIND, trial_export.produce)
