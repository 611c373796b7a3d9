"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, scopes."""

    name = "binhyen.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
