"""Reads: facts about dossiers, their standings, and what pages show."""
