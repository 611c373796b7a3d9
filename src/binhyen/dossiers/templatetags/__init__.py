"""Parts of the year's pages that stand too many times on a page to be templates."""
