"""Tests that find the whole country in their database."""
