"""Decisions and what they grant or cancel: the legal outcome, with or without a dossier behind it."""
