"""What people see when something cannot be done: plain words, what to do next, and what they typed."""

from __future__ import annotations

import secrets
from math import ceil
from typing import Any

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from webapp.components import plural, render_plain
from webapp.kept import KeptForm, keep
from workflows.accounts import TooManyTries
from workflows.errors import AlreadyDone, DetailsNeeded, NotYet, NotYourRole, Refused
from workflows.sealing import CannotUnseal

log = structlog.get_logger("alongside.web")

_WRONG_HOST = "There is no Alongside at this address. Check the address that you were given.\n"
_PAGES = frozenset({400, 403, 404, 405, 409, 413, 429})


def register(app: Flask) -> None:
    """Let every error end in a page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(TooManyTries, _too_many)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(CannotUnseal, _sealed)
    for away in (OperationalError, PoolTimeout, DBAPIError):
        app.register_error_handler(away, _database)
    app.register_error_handler(Exception, _fault)


def what_was_typed() -> KeptForm | None:
    """What the request carried, if it can still be read."""
    try:
        return keep(request.form, request.files) if request.method == "POST" else None
    except HTTPException:
        return None


def error_page(status: int, *, template: int = 0, **context: Any) -> Response:
    """The page for a refusal, in the reader's frame; a sentence for scripts that save in the background."""
    if wants_json():
        return _json(status)
    return make_response(render_template(f"errors/{template or status}.html", **context), status)


def wants_json() -> bool:
    """Whether a script asks, that saves in the background: it gets no page."""
    return request.accept_mimetypes.best == "application/json"


def _json(status: int) -> Response:
    answer = jsonify(problem="This could not be saved.")
    answer.status_code = status
    return answer


def _http(error: HTTPException) -> AnyResponse:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        return Response(_WRONG_HOST, 400, mimetype="text/plain")  # no address of ours can be made from it
    status = error.code if error.code in _PAGES else 400 if error.code < 500 else 500
    if status == 500:
        return _fault(error)
    if isinstance(error, CSRFError):
        log.warning("form refused", reason=error.description)
    page = error_page(status, kept=what_was_typed())
    page.headers.extend(_kept_headers(error))
    return page


def _kept_headers(error: HTTPException) -> dict[str, str]:
    allowed = getattr(error, "valid_methods", None)
    return {"Allow": ", ".join(allowed)} if allowed else {}


def _too_large(_error: RequestEntityTooLarge) -> Response:
    return error_page(413, limit=current_app.config["SETTINGS"].max_upload_mb * 10**6)


def _too_many(error: TooManyTries) -> Response:
    minutes = max(1, ceil(error.wait.total_seconds() / 60))
    page = error_page(429, wait=plural(minutes, "minute"))
    page.headers["Retry-After"] = str(minutes * 60)
    return page


def _refused(error: Refused) -> Response:
    log.info("refused", why=type(error).__name__)
    if isinstance(error, NotYourRole):
        return error_page(403, reason=str(error))
    if isinstance(error, NotYet):
        return error_page(409, template=403, reason=str(error))
    if isinstance(error, DetailsNeeded):
        return error_page(400, kept=what_was_typed())
    return error_page(409, kept=what_was_typed(), href=way_back(), reason=str(error))


def _already_done(error: AlreadyDone) -> AnyResponse:
    flash(str(error), "success")
    return redirect(way_back(), 303)


def way_back() -> str:
    """The page of the case that the address is about, or the start page."""
    arguments = request.view_args or {}
    reference = arguments.get("reference") or getattr(arguments.get("case"), "reference", None)
    before, found, _ = request.path.partition(f"/{reference}")
    return before + found if reference and found else "/"


def _sealed(error: CannotUnseal) -> Response:
    """Private words that do not open: nothing is lost, and it is for whoever holds the sealing key."""
    page = request.url_rule.rule if request.url_rule else None
    log.error("private words do not open", why=str(error), page=page)
    if wants_json():
        return _json(500)
    return make_response(render_plain("errors/sealed.html", kept=what_was_typed()), 500)


def _database(error: DBAPIError | PoolTimeout) -> Response:
    """The database is locked, full or gone: temporary, so that the same press can be repeated."""
    passes = isinstance(error, OperationalError | PoolTimeout) or error.connection_invalidated
    if not passes:
        return _fault(error)
    log.error("database trouble", exc_info=error)
    if wants_json():
        return _json(503)
    text = render_plain("errors/503.html", kept=what_was_typed(), action=request.full_path.rstrip("?"))
    response = make_response(text, 503)
    response.headers["Retry-After"] = "60"
    return response


def _fault(error: Exception) -> Response:
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing or current_app.debug:
        raise error
    fault = secrets.token_hex(4)
    log.error("fault", fault=fault, page=request.url_rule.rule if request.url_rule else None, exc_info=error)
    if wants_json():
        return _json(500)
    return make_response(render_plain("errors/500.html", kept=what_was_typed(), fault=fault), 500)
