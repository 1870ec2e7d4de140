"""The domain: people, places, cases and the machine that moves them. Knows nothing of requests, forms or mail."""
