"""What people of the demo do: each deed is one step of a case. Those here are of any kind of case."""
