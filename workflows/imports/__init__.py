"""Schools and people from files: read, compared with what is there, and written all at once or not at all."""
