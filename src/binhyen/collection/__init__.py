"""A number tonight: one question to chosen units until a time, a total that says who is missing, and what was sent up
frozen as it was sent (docs/adr/0022)."""
