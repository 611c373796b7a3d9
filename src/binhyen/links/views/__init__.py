"""Pages of links: those of the head who came by one, and the officer's who gives them."""
