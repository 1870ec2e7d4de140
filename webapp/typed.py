"""Hands back to people what they typed: on the form itself, and across a sign-in that had run out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from flask import current_app, flash, request
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from config import Settings
from webapp.kept import keep
from webapp.reader import Reader, current, reader_or_none
from webapp.sessions import whose_browser
from webapp.transaction import changes_something
from workflows import sealing, typed

FormData = MultiDict[str, str] | CombinedMultiDict[str, Any]

log = structlog.get_logger("alongside.web")

_WHOSE = "whose"


def formdata(form: str = "", *, about: Mapping[str, str] | None = None) -> FormData | None:
    """What a form starts from: what was sent, or what its reader had typed and not sent, or nothing.

    What was typed with other values in the fields of `about` was about something else, and is left.

    `form` is the address that it is sent to, the page's own if none is given. For
    `ReleaseForm(case, formdata=typed.formdata())`; the page says by itself that it hands text back.
    """
    if changes_something():
        both: list[Any] = [request.files, request.form]
        return CombinedMultiDict(both)
    reader = reader_or_none()
    found = typed.find(reader.person, form or request.path) if reader else None
    if found is None:
        return None
    held = _opened(found)
    if held is None or any(held.get(name) != value for name, value in (about or {}).items()):
        return None
    _say_so(found)
    return held


def _opened(found: typed.TypedText) -> MultiDict[str, str] | None:
    """What was typed; a page whose reader can still write is better than none where it does not open."""
    try:
        return MultiDict([(name, value) for name, value in found.fields])
    except sealing.CannotUnseal as problem:
        log.error("typed text does not open", why=str(problem), person=found.person_id)
        return None


def _say_so(found: typed.TypedText) -> None:
    moment = current_app.jinja_env.filters["moment"](found.typed_at)
    afresh = f"/typed/throw-away?form={quote(found.form)}"
    words = "This is what you typed on {}. It has not been sent yet. <a href='{}'>Start afresh</a>"
    flash(Markup(words).format(moment, afresh), "info")  # noqa: S704 - the words are ours


def fields_sent() -> typed.Fields:
    """What was typed into the form that this request sends; no tokens, no secrets, no files."""
    return [(kept.name, kept.value) for kept in keep(request.form).fields]


def clear_sent(reader: Reader) -> None:
    """A form that has succeeded needs no keeping; called with each successful press."""
    typed.forget(reader.person, request.path)


# Across a sign-in


def carry() -> str:
    """What was sent by somebody whose sign-in has run out, sealed, to come back with the sign-in form."""
    if not (changes_something() and _is_from_here()):
        return ""
    load = {"form": request.path, "fields": fields_sent(), _WHOSE: whose_browser()}
    return sealing.seal_for_browser(load)


def unpack(carried: str) -> None:
    """Keep what was carried across the sign-in for whoever has just signed in, if it is theirs."""
    with suppress(sealing.CannotUnseal, typed.TooMuchTyped):
        load = sealing.unseal_from_browser(carried) if carried else None
        if load and load[_WHOSE] in (None, current.person.id):
            typed.keep(current.person, load["form"], [(name, value) for name, value in load["fields"]])


def _is_from_here() -> bool:
    """Whether our own page sent this: without a session there is no token that could tell."""
    sender = request.headers.get("Origin") or request.referrer or ""
    settings: Settings = current_app.config["SETTINGS"]
    return urlsplit(sender).netloc == urlsplit(settings.base_url).netloc
