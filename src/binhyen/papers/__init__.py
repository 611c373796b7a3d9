"""Stored papers: what proves a figure, kept in the office or as a file, and background jobs that produce files."""
