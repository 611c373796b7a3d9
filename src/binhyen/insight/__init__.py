"""Roll-ups and cross-checks over what the other features hold."""
