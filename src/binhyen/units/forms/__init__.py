"""Forms of units: finding and entering, and the acts that change the tree."""
