"""Everything into one file and out of it again, on SQLite or PostgreSQL, between the two as well.

The file is a ZIP, stored without compression: `manifest.json` (format, release, schema as the names of applied
migrations, columns, row counts, SHA-256 of every part), `data/<model>.ndjson` (one row a line, values in the order of
the manifest's columns, exact numbers, ids and dates as text) and `files/…` (what papers attach).

Accounts are part of it, with hashed passwords and second factors, so a backup is kept like a key. Sessions, the queue
of background work and the files it made are not: people sign in again and ask again.
"""
