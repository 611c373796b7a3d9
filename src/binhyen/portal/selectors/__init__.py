"""What the public pages read; each module is one kind of page."""
