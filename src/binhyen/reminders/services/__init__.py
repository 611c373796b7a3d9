"""Writes: contacts, wishes, letters that were mailed."""
