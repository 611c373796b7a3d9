"""Joins ports to adapters: the only place that names a concrete engine."""


def configure() -> None:
    """Register what the features ask for by name."""
