"""Renders pages and parts of pages without a database, and reads them as strictly as a browser could."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, render_template_string
from flask_wtf.csrf import CSRFProtect

import webapp
from webapp import components
from webapp.frame import Frame, Link, PersonHere, Section

PARTS = ("facts", "forms", "letters", "page", "pictures", "stages", "tables", "turn")


@contextmanager
def pages_alone() -> Iterator[Flask]:
    """An application that has our templates and nothing else, at /support?sort=due on 23 November 2026."""
    app = Flask(webapp.__name__)
    app.config.update(SECRET_KEY="only for these tests", WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    components.register(app, today=lambda: date(2026, 11, 23))
    app.jinja_env.globals |= {"asset": lambda name: f"/static/{name}", "csp_nonce": lambda: "nonce"}
    with app.test_request_context("/support?sort=due"):
        yield app


def frame(**changes: Any) -> Frame:
    whole: dict[str, Any] = {
        "trust": "Harbour <Learning>",
        "notice": "All invented",
        "person": PersonHere(
            name="Priya Nair", role="Head", place="Saltmarsh", links=(Link("Account", "/me"),)
        ),
        "sections": (Section("Today", "/"), Section("Support", "/support", active=True)),
        "footer": (Link("Help", "/help"),),
    }
    return Frame(**whole | changes)


def page(blocks: str, layout: str = "layout.html", **context: Any) -> Element:
    source = f'{{% extends "{layout}" %}}{blocks}'
    return read(render_template_string(source, **{"frame": frame()} | context))


def part(source: str, **context: Any) -> Element:
    """The page with this in its content; every part can be called by its name."""
    imports = "".join(f'{{% import "components/{name}.html" as {name} %}}' for name in PARTS)
    body = f"{{% block heading %}}Parts{{% endblock %}}{{% block content %}}{imports}{source}{{% endblock %}}"
    return page(body, **context)


def read(html: str) -> Element:
    """Parse as strictly as HTML5 can be, and check what holds of every page."""
    assert "style=" not in html
    assert not re.search(r"\son[a-z]+=", html)
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    ids = Counter(each.get("id") for each in root.iter() if each.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    (heading,) = root.iter("h1")
    assert text_of(next(root.iter("title"))).startswith(text_of(heading))
    return root


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def all_of(root: Element, tag: str, class_: str = "") -> list[Element]:
    return [each for each in root.iter(tag) if class_ in (each.get("class") or "").split() or not class_]


def only(root: Element, tag: str, class_: str = "") -> Element:
    (found,) = all_of(root, tag, class_)
    return found
