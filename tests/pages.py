"""A test client that reads every page it gets as a strict browser would, so that any test finds a bad one."""

from collections import Counter
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import current_app, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from workflows.database import db

ON_A_FAULT = "Error: "
"""What the title of a page with a form that has to be put right starts with, for those who hear it read."""


class PageReader(FlaskClient):
    """A person at a browser: what the test has set up so far is committed before each page they ask for."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page; fails the test if it is not sound HTML."""
        if has_app_context():
            if current_app == self.application:
                pytest.fail("Leave the application's context before asking for a page: they would share it.")
            db.session.commit()
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/plain" and response.text.startswith("<!DOCTYPE"):
            pytest.fail(f"{response.request.path}: a page that says it is plain text")
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            problems = problems_of(response.get_data(as_text=True))
            if problems:
                pytest.fail(f"{response.request.path}: " + "; ".join(problems))
        return response


@lru_cache(maxsize=8)
def read(page: str) -> tuple[Element, list[str]]:
    """The page as a tree, which is to be left as it is, and where its HTML is not sound."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(page)
    return tree, [f"line {place[0]}: {code}" for place, code, _ in parser.errors]


def problems_of(page: str) -> list[str]:
    """What is wrong with a page's HTML, headings, title and ids."""
    tree, broken = read(page)
    return [*broken, *_heading_problems(tree), *_id_problems(tree)]


def _heading_problems(tree: Element) -> list[str]:
    headings = [_text(one) for one in tree.iter("h1")]
    if len(headings) != 1:
        return [f"{len(headings)} main headings instead of one: {headings}"]
    title = next((_text(one) for one in tree.iter("title")), "").removeprefix(ON_A_FAULT)
    if not title.startswith(headings[0]):
        return [f"the title {title!r} does not start with the heading {headings[0]!r}"]
    return []


def _id_problems(tree: Element) -> list[str]:
    ids = Counter(one.attrib["id"] for one in tree.iter() if "id" in one.attrib)
    return [f"the id {name!r} is there {times} times" for name, times in ids.items() if times > 1]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
