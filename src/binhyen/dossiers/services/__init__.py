"""Writes: each act of the year is one function, atomic, permission-checked, idempotent, logged."""
