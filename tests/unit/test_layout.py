"""The page around every page, and the pages for what cannot be done."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, flash, render_template
from werkzeug.datastructures import MultiDict

from forms.fields import CheckboxField, DateField, Form, PasswordField, TextField
from tests.reading import all_of, frame, only, page, pages_alone, read, text_of
from webapp import components, kept

MOMENT = datetime(2026, 11, 16, 16, 10, tzinfo=UTC)
DASH = "\N{EN DASH}"
ERRORS = (400, 403, 404, 405, 409, 413, 429, 500, 503)


class Request(Form):
    title = TextField("Title", required="Enter a title")
    start = DateField("Start", required="Enter a start date")
    sure = CheckboxField("Sure")
    password = PasswordField()


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    with pages_alone() as app:
        yield app


def test_the_title_begins_with_the_heading_and_both_are_escaped() -> None:
    root = page("{% block heading %}{{ words }}{% endblock %}", words="Maths & <science>")

    assert text_of(only(root, "title")) == f"Maths & <science> {DASH} Alongside"
    assert text_of(only(root, "h1")) == "Maths & <science>"


def test_a_page_without_anything_beside_it_has_one_column() -> None:
    assert all_of(page("{% block heading %}A{% endblock %}"), "aside") == []


def test_a_page_with_something_beside_it_has_two_columns() -> None:
    root = page(
        "{% block heading %}A{% endblock %}{% block aside %}Beside{% endblock %}"
        "{% block content %}Main{% endblock %}"
    )

    assert text_of(only(root, "div", "app-columns")) == "Main Beside"


@pytest.mark.parametrize("layout", ["layout_reading.html", "layout_narrow.html"])
def test_a_narrower_layout_keeps_its_content_together(layout: str) -> None:
    root = page("{% block heading %}A{% endblock %}", layout=layout)

    assert all_of(root, "div", f"app-{layout.removeprefix('layout_').removesuffix('.html')}")


def test_the_bar_shows_who_is_here_and_signs_them_out_by_a_post() -> None:
    root = page("{% block heading %}A{% endblock %}")

    menu = only(root, "details", "app-menu")
    assert "Priya Nair" in text_of(menu)
    assert "Head, Saltmarsh" in text_of(menu)
    assert (only(menu, "form").get("method"), only(menu, "form").get("action")) == ("post", "/sign-out")


def test_the_section_that_is_open_is_told_to_those_who_listen() -> None:
    root = page("{% block heading %}A{% endblock %}")

    marked = {
        text_of(each): each.get("aria-current") for each in all_of(root, "a") if each.get("aria-current")
    }
    assert marked == {"Support": "page"}


def test_nobody_signed_in_has_neither_menu_nor_sections() -> None:
    root = page("{% block heading %}Sign in{% endblock %}", frame=frame(person=None, sections=()))

    assert all_of(root, "details") == []
    assert all_of(root, "nav") == []


def test_every_script_and_style_carries_the_nonce() -> None:
    root = page("{% block heading %}A{% endblock %}", frame=frame(brand_colour="#5b2a86"))

    assert {each.get("nonce") for tag in ("script", "style") for each in all_of(root, tag)} == {"nonce"}
    assert "--govuk-brand-colour: #5b2a86" in text_of(only(root, "style"))


def test_the_problems_of_a_form_stand_above_the_heading_and_in_the_title(app: Flask) -> None:
    form = Request(MultiDict({"start": "31"}))
    form.validate()

    root = page(
        "{% block heading %}Ask{% endblock %}{% block content %}{{ form.start }}{% endblock %}", form=form
    )

    assert text_of(only(root, "title")) == f"Ask {DASH} there is a problem {DASH} Alongside"
    links = {
        text_of(each): each.get("href") for each in all_of(only(root, "div", "govuk-error-summary"), "a")
    }
    assert links["Start must include a month and a year"] == "#start-day"
    assert any(each.get("id") == "start-day" for each in all_of(root, "input"))


def test_what_came_of_the_last_press_is_told_first() -> None:
    flash("Your plan is signed.", "success")
    flash("Rosa could not be told.", "error")

    messages = all_of(page("{% block heading %}A{% endblock %}"), "div", "app-message")

    assert [text_of(each) for each in messages] == ["Your plan is signed.", "Rosa could not be told."]
    assert [each.get("data-focus-first") is not None for each in messages] == [True, False]


TYPED: MultiDict[str, str] = MultiDict(
    [
        ("csrf_token", "t"),
        ("form_key", "k"),
        ("version", "1"),
        ("need", "\nTwo\nlines & <more>"),
        ("title", "Phonics"),
    ]
)


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.parametrize("typed", [None, TYPED])
def test_every_error_page_says_what_to_do_and_never_a_number(
    status: int, typed: MultiDict[str, str] | None
) -> None:
    context: dict[str, Any] = {"kept": kept.keep(typed) if typed else None}
    own_frame = status in {500, 503}
    html = (
        components.render_plain(f"errors/{status}.html", **context)
        if own_frame
        else render_template(f"errors/{status}.html", frame=frame(), **context)
    )

    root = read(html)

    assert not re.search(rf"\b{status}\b", text_of(root))
    if typed and status in {400, 409, 413, 500, 503}:
        assert "Two\nlines & <more>" in "".join(each.text or "" for each in all_of(root, "textarea"))


def test_what_was_typed_is_sent_again_to_the_letter() -> None:
    root = read(
        components.render_plain("errors/503.html", kept=kept.keep(TYPED), action="/support/new?step=2")
    )

    (form,) = all_of(root, "form")
    assert form.get("action") == "/support/new?step=2"
    assert [(each.get("name"), each.text) for each in all_of(form, "textarea")] == list(
        TYPED.items(multi=True)
    )


def test_a_conflict_shows_the_others_change() -> None:
    changes = [{"title": "Days changed", "by": "Tom", "at": MOMENT, "note": "4"}]

    html = render_template(
        "errors/409.html", frame=frame(), changes=changes, href="/now", reason="It is closed."
    )

    assert "Days changed by Tom" in text_of(only(read(html), "main"))
