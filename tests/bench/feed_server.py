"""The application under gunicorn, with a folder of the measurement's own for its static files."""

from __future__ import annotations

import os

from config import Environment, Settings
from webapp.factory import create_app

app = create_app(Settings(environment=Environment.TEST, database_url=os.environ["DATABASE_URL"]))
app.static_folder = os.environ["BENCH_STATIC"]
