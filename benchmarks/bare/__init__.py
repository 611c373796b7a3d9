"""The yardstick: a signed-in Django page with 25 of 2,000 rows, and nothing else."""
