"""A synthetic country to measure with: invented facts by formula, a rulebook of ten criteria, no real place anywhere."""
