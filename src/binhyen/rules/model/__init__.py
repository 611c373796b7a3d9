"""What a rulebook is: value types, nodes, bounds, the parts of a rulebook, facts and results."""
