"""Support requests: for each who is in it, what they do, and how long ago they last did."""
