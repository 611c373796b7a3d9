"""Who works here: accounts, the roles they hold over which units, and passwords given anew in the office."""
