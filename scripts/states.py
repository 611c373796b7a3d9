"""Writes docs/reference/states.md again: the life of a dossier, drawn from the table that the services obey."""

import os
from pathlib import Path

import django

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "states.md"

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "binhyen.config.settings"
    django.setup()

    # The table names models, which exist once Django is set up.
    from binhyen.dossiers.state_page import states_page

    TARGET.write_text(states_page(), encoding="utf-8")
