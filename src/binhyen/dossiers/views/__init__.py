"""Pages of the year's work: authorise, parse, one call, one answer."""
