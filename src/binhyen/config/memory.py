"""How often the interpreter looks for garbage in circles."""

import gc

# Objects made between two looks. The usual 700 makes work on thousands of rows look again and again through rows that
# are all in use: a third of its time.
_BETWEEN_LOOKS = 100_000


def settle() -> None:
    """To be called once a program has loaded what it stays with: that is looked through no more, the rest less often."""
    gc.freeze()
    gc.set_threshold(_BETWEEN_LOOKS, 20, 20)
