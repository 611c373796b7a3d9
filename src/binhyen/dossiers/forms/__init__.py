"""Forms of the year's acts: they read what was typed and hand it to one service."""
