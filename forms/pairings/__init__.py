"""Forms of pairings: asking and finding, the contract, sessions, and looking back."""
