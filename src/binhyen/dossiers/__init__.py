"""The year's work: cycles, unit lists, dossiers, review, and the act of deciding."""
