"""Reads: what units still owe, what was agreed with them, what a person wishes to be reminded of."""
