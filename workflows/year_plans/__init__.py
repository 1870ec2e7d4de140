"""A year of dates for the meetings of hubs and forums, found in one go."""
