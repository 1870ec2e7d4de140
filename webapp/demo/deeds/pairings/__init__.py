"""What people of the demo do with a pairing: each deed is one step of it, with its words from the topic."""
