"""Template tags of units."""
