"""What people do on visits: asking and hosting, and what comes after the day."""
