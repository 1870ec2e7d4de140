"""What people of the demo do with a request: each deed is one step of it, with its words from the topic."""
