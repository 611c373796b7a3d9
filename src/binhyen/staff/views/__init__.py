"""Pages for administrators of a part of the tree."""
