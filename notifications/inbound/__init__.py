"""Mail that comes in: replies of people's diaries, letters, and reports of mail that did not arrive."""
