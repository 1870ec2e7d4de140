"""Forms of pairings: one for each transition that comes with details."""
