"""Forms of a year of dates."""
