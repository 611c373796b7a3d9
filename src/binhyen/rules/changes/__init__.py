"""What differs between two versions of a rulebook: as data, and in sentences like those of an amending act."""

from binhyen.rules.changes.compare import changes_between
from binhyen.rules.changes.data import Act, Change, Position, Swap, Thing
from binhyen.rules.changes.phrase import Wording, sentence, subject_words, thing_words

__all__ = [
    "Act",
    "Change",
    "Position",
    "Swap",
    "Thing",
    "Wording",
    "changes_between",
    "sentence",
    "subject_words",
    "thing_words",
]
