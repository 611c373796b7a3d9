"""Pages of reports and trials."""
