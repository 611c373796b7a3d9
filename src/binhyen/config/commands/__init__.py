"""What the `binhyen` program can do. A module here holds neighbouring commands and offers `add_parser(subparsers)`."""
