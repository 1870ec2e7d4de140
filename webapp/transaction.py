"""One request, one transaction: where it begins, and the one place where it is committed."""

from __future__ import annotations

from flask import g, request
from werkzeug.wrappers import Response

from workflows.database import db

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def changes_something() -> bool:
    """Whether this request may change anything: everything but a GET and its like."""
    return request.method in CHANGING


def open_connection() -> None:
    """Begin the transaction: readers do not wait for writers, and writers take their turn at the start."""
    if not db.session().in_transaction():
        db.session.connection(execution_options={"reading": not changes_something()})


def keep_in_any_case() -> None:
    """Commit although the answer is a refusal: what was written down is the refusal itself."""
    g.keep_in_any_case = True


def close(response: Response) -> None:
    """Commit what a successful request changed; undo everything else."""
    if changes_something() and (response.status_code < 400 or g.get("keep_in_any_case")):
        db.session.commit()
    else:
        db.session.rollback()


def undo() -> None:
    """Take back what the request has changed so far, before its answer is made."""
    db.session.rollback()
