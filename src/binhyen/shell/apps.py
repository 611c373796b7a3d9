"""The page frame as a Django app."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Carries templates, styles and template tags; it has no models."""

    name = "binhyen.shell"
    label = "shell"
    verbose_name = "Khung trang"
