"""Chasing: who is still owed what in a cycle, what to send them, what was agreed on the telephone, and reminders by mail
and calendar (docs/adr/0022)."""
