"""Forms of peer reviews: one for each transition that comes with details."""
