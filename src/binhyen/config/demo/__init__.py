"""What `binhyen demo` loads: the shipped rulebooks, invented units and accounts, and a year in the middle of its work.

Everything invented is called "Mẫu …" and is marked as illustrative; the tables beside this file are its content.
"""
