"""Bình Yên: from a rulebook to a signed decision, every figure traceable."""

__version__ = "0.1.0"
