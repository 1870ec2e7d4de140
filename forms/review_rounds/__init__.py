"""Forms of a round of reviews."""
