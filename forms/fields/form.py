"""The bases of our forms, and the problems that their pages list."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import wtforms
from flask import has_request_context, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.widgets import HiddenInput

OUT_OF_DATE = "This page was out of date. Open it anew and try again"

_FORM_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
_LARGEST_VERSION = 2**31 - 1
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right; `href` leads to its field, or is empty where there is none to show."""

    text: str
    href: str = ""


def new_form_key() -> str:
    """Return a key that one sending of one form uses up."""
    return secrets.token_urlsafe(18)


class FormKeyField(wtforms.Field):
    """The one-time key of this form: the same again after an error, a new one for what is no key."""

    widget: Any = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a key as we make them; anything else counts as none."""
        sent = valuelist[0] if valuelist else ""
        is_ours = isinstance(sent, str) and _FORM_KEY.fullmatch(sent)
        self.data = sent if is_ours else new_form_key()

    def _value(self) -> str:
        return str(self.data)


class VersionField(wtforms.Field):
    """The version of the case that this page was made from, or None."""

    widget: Any = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError for what is no version."""
        sent = valuelist[0] if valuelist else ""
        if not sent:
            return
        is_version = isinstance(sent, str) and sent.isascii() and sent.isdigit()
        if not is_version or len(sent) > 10 or int(sent) > _LARGEST_VERSION:
            self.data = None
            raise ValueError(OUT_OF_DATE)
        self.data = int(sent)

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class _Problems(FlaskForm):
    """What both kinds of form can tell of themselves."""

    def problems(self) -> list[Problem]:
        """Return the first problem of each field, in the order of the page, then those of the whole form."""
        whole = [Problem(str(text)) for text in self.form_errors]
        return [*_problems_of(self), *whole]

    def add_problem(self, field: str, text: str) -> None:
        """Put a problem that was found later beside its field, or beside none if there is no such field."""
        if field in self:
            self[field].errors = [*self[field].errors, text]
        else:
            self.form_errors.append(text)


class Form(_Problems):
    """A form that changes something: POST, with a CSRF token, a one-time key and a version.

    Give the version when showing it, `ReleaseForm(version=case.version)`; read `form.form_key.data` and
    `form.version.data` when carrying it out.
    """

    class Meta(FlaskForm.Meta):
        """Takes forms and files alone."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent by a POST, even if it is nothing; None before that."""
            if formdata is None or isinstance(formdata, MultiDict | CombinedMultiDict):
                return formdata
            if not has_request_context() or request.method not in _CHANGING:
                return None
            return CombinedMultiDict([request.files, request.form])

    form_key = FormKeyField(default=new_form_key)
    version = VersionField()


class FilterForm(_Problems):
    """A form that only asks: GET, read from the address. `FilterForm(request.args)`; never an error page."""

    class Meta(FlaskForm.Meta):
        """A question needs no token."""

        csrf = False

    def __init__(self, arguments: MultiDict[str, str], **kwargs: Any) -> None:
        super().__init__(formdata=arguments, **kwargs)
        self.validate()

    def given(self) -> Mapping[str, Any]:
        """Return what was asked for: the fields that hold something and nothing wrong."""
        return {
            field.name: field.data
            for field in self
            if field.data is not None and field.data not in ("", []) and not field.errors
        }


def _problems_of(fields: Iterable[wtforms.Field]) -> Iterator[Problem]:
    for field in fields:
        if isinstance(field, wtforms.FormField):
            yield from _problems_of(field.form)
        elif isinstance(field, wtforms.FieldList):
            yield from _problems_of(field.entries)
        elif field.errors:
            yield Problem(str(field.errors[0]), _link_to(field))


def _link_to(field: wtforms.Field) -> str:
    if isinstance(field.widget, HiddenInput):
        return ""
    return f"#{getattr(field, 'focus_id', field.id)}"
