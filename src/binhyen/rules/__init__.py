"""The pure core: what a rulebook means. No web framework, no database, no engine."""
