"""Forms of meetings: one for each step that comes with details."""
