"""The domain: people, places, cases and the machine that moves them; no requests, forms or mail."""
