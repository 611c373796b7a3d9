"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Roll-ups and reports."""

    name = "binhyen.insight"
    label = "insight"
    verbose_name = "Tổng hợp"

    def ready(self) -> None:
        """Say which files are made here; models can be imported only now."""
        from binhyen.insight import trial_export, year_export
        from binhyen.papers import producers

        producers.register(year_export.KIND, year_export.produce)
        producers.register(trial_export.KIND, trial_export.produce)
