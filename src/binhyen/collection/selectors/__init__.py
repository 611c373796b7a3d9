"""Reads: which questions a person may see, whom they may ask, totals with who is missing, what changed between sendings."""
