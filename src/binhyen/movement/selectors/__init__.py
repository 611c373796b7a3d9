"""Reading the movement: by person, by unit, in numbers."""
