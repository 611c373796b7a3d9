"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only log of acts."""

    name = "binhyen.audit"
    label = "audit"
    verbose_name = "Nhật ký"
