"""Forms of support requests: one for each transition that comes with details."""
