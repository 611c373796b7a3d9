"""Writes: asking, answering, sending upwards."""
