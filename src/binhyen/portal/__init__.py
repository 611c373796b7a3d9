"""What everybody may see: looking a unit up, under any of the names it has had."""
