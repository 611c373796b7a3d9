"""Pages of units, and pages of the acts that change the tree."""
