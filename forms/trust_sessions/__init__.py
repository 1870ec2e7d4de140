"""Forms of trust-wide sessions."""
