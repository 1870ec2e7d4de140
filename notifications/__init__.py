"""Delivery: due reminders become messages, and messages become mail, each of them once."""
