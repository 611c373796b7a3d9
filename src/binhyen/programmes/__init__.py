"""Programmes and their rulebooks: shipped as data in library/, issued once, then unchangeable."""
