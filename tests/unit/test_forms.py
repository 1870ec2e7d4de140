"""What our forms carry beside their fields, what they take, and how they tell of problems."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict

from forms.fields import (
    DaysField,
    FilterForm,
    Form,
    Problem,
    SearchField,
    SelectField,
    TextField,
    YesNoField,
    choice,
    new_form_key,
)
from webapp import components


class Everything(Form):
    """A few fields, none of them required."""

    title = TextField("Title")
    days = DaysField("Days")


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for these tests", WTF_CSRF_ENABLED=False)
    components.register(app, today=lambda: date(2026, 11, 23))
    with app.test_request_context("/", method="POST"):
        yield app


def sent(kind: type[wtforms.Form] = Everything, /, **values: Any) -> Any:
    """The form as it is after these were sent and checked."""
    form = kind(MultiDict(values))
    form.validate()
    return form


def made(**fields: Any) -> Any:
    return type("Made", (Form,), fields)


def test_a_form_key_comes_back_as_it_was_and_anything_else_is_replaced() -> None:
    key = new_form_key()

    assert sent(form_key=key).form_key.data == key
    assert sent(form_key="\x00" * 30).form_key.data != "\x00" * 30
    assert len(sent().form_key.data) >= 16


def test_each_showing_of_a_form_has_a_key_of_its_own() -> None:
    assert Everything(formdata=None).form_key.data != Everything(formdata=None).form_key.data


def test_the_version_is_the_one_the_page_was_made_from() -> None:
    assert Everything(formdata=None, version=7).version() == (
        '<input id="version" name="version" type="hidden" value="7">'
    )
    assert sent(version="3").version.data == 3
    assert sent().version.data is None


@pytest.mark.parametrize("version", ["x", "-1", "9" * 30, "½", "\x00"])
def test_a_version_that_is_none_is_told_without_a_link(version: str) -> None:
    assert sent(version=version).problems() == [
        Problem("This page was out of date. Open it anew and try again")
    ]


def test_a_post_of_nothing_is_a_post(app: Flask) -> None:
    form = made(title=TextField("Title", required="Enter a title"))

    with app.test_request_context("/", method="POST"):
        assert not form().validate_on_submit()
    with app.test_request_context("/"):
        assert not form().is_submitted()


@pytest.mark.parametrize("body", ["[1]", '"x"', "{}", '{"title": "x"}'])
def test_a_form_takes_nothing_from_json(app: Flask, body: str) -> None:
    with app.test_request_context("/", method="POST", data=body, content_type="application/json"):
        assert Everything().title.data == ""


def test_a_problem_found_later_stands_beside_its_field_or_alone() -> None:
    form = sent()
    form.add_problem("days", "Tom has 2 days left")
    form.add_problem("giver", "Tom is away that week")

    assert form.problems() == [Problem("Tom has 2 days left", "#days"), Problem("Tom is away that week")]


def test_problems_of_repeated_parts_lead_to_their_own_fields() -> None:
    class Measure(wtforms.Form):
        words = TextField("Measure", required="Enter a measure")

    form = made(measures=wtforms.FieldList(wtforms.FormField(Measure), min_entries=2))

    assert sent(form, **{"measures-0-words": "", "measures-1-words": "x"}).problems() == [
        Problem("Enter a measure", "#measures-0-words")
    ]


def test_a_filter_keeps_what_can_be_used_and_drops_the_rest() -> None:
    class Filter(FilterForm):
        state = SelectField("State", blank="Any", choices=[choice("draft", "Draft")])
        late = YesNoField("Late")
        words = SearchField()

    asked = Filter(MultiDict({"state": "gone", "late": "no", "words": " ", "page": "4"}))

    assert asked.given() == {"late": False}
