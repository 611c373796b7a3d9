"""Django's SQLite backend, told how many parameters this SQLite really takes in a statement."""
