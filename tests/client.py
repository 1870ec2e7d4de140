"""The browser of the tests: it signs in, brings its form token along, and reads every page strictly."""

from typing import Any
from xml.etree.ElementTree import Element

from flask import session
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from tests.pages import PageReader, read
from workflows import accounts
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Person


class Browser(PageReader):
    """A person at a browser. A POST carries the form token of their session unless `token=False`."""

    def open(self, *args: Any, token: bool = True, **kwargs: Any) -> TestResponse:
        """Ask for a page, as PageReader does."""
        if token and kwargs.get("method") == "POST" and "json" not in kwargs:
            kwargs["data"] = {"csrf_token": self.form_token(), **(kwargs.get("data") or {})}
        return super().open(*args, **kwargs)

    def form_token(self) -> str:
        """The token that the forms of this session carry."""
        with self.session_transaction() as cookie, self.application.test_request_context():
            session.update(cookie)
            made = generate_csrf()
            cookie["csrf_token"] = session["csrf_token"]
        return made

    def sign_in(self, person_id: int) -> "Browser":
        """Become somebody, past the sign-in page; everything the cookie held before is gone."""
        with self.application.app_context(), scope(EVERY_TRUST):
            token = accounts.begin(db.session.get_one(Person, person_id), "The tests' browser")
            db.session.commit()
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie.update({"_user_id": token, "seen": int(now().timestamp())})
        return self


def parsed(answer: TestResponse) -> Element:
    """The page as a tree, which is to be left as it is."""
    return read(answer.text)[0]


def words(element: Element) -> str:
    """What an element says, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def main_words(answer: TestResponse) -> str:
    """What the page itself says, without the frame around it."""
    return words(next(parsed(answer).iter("main")))
