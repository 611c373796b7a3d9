"""The append-only log: one entry per act, each sealed with the hash of the one before.

`services.record` is called inside the transaction of the act itself; `selectors.story_of` reads it back.
"""
