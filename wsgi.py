"""Where a web server finds the application: `gunicorn wsgi:app`."""

from webapp.factory import create_app

app = create_app()
