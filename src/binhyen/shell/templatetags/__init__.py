"""Vietnamese forms of values, and the components of the pages."""
