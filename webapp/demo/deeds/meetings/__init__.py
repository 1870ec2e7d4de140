"""What people do for and in the meetings of the demo's hubs, forums and role groups."""
