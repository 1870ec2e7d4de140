"""A letter's own page, shown in a frame on ours: nothing in it runs, its links open on top."""

from __future__ import annotations

from typing import Final

from flask import make_response
from werkzeug.wrappers import Response

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-same-origin allow-popups allow-top-navigation-by-user-activation",
    )
)


def letter_page(html: str) -> Response:
    """The answer that shows a letter in a frame."""
    page = make_response(html.replace("<head>", '<head><base target="_top">', 1))
    page.headers["Content-Security-Policy"] = _POLICY
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page
