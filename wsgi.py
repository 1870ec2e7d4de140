"""Where a web server finds the application: `gunicorn wsgi:app`."""

import sys

from config import UnsafeSettings
from webapp.factory import create_app

REFUSED = 3
"""The exit code at which gunicorn gives up instead of starting another worker."""

try:
    app = create_app()
except UnsafeSettings as refusal:
    sys.stderr.write(f"{refusal}\n")  # what to change, without a traceback around it
    sys.exit(REFUSED)
