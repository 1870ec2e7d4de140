"""What people of the demo do in a peer review: a step or a few of it, with words from the topic."""
