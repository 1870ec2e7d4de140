"""Forms of visits: one for each step that comes with details."""
