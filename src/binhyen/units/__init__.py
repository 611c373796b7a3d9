"""Units: identity for life, dated versions, succession, lineage, and finding them as people write them."""
