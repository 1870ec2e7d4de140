"""Forms of peer reviews, one module for each part of a review."""
