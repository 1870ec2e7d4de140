"""What a trust administers: its schools, hubs, people, term dates, focus areas and settings.

Each change checks itself, happens in the caller's transaction, and is recorded at the place that it concerns.
Who may ask for it is the caller's to check.
"""
