"""What may be typed into a field, what comes of it, and what is said when it cannot be taken."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import wtforms
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    CheckboxField,
    DateField,
    DaysField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    PasswordField,
    Problem,
    RadiosField,
    SearchField,
    SelectField,
    TextField,
    TimeField,
    WholeNumberField,
    YesNoField,
    choice,
)
from forms.fields.checks import UNSTORABLE
from webapp import components

TWO = [choice("visit", "A visit", "You see it work."), choice("mentor", "A mentor")]


class Everything(Form):
    """One field of each kind, none of them required."""

    title = TextField("Title", max_length=10)
    need = LongTextField("Need", max_length=20)
    email = EmailField()
    password = PasswordField(required="")
    words = SearchField()
    hidden = HiddenField()
    focus = SelectField("Focus", choices=[choice(1, "Phonics"), choice(2, "Writing")], coerce=int)
    route = RadiosField("Route", choices=TWO)
    tags = CheckboxesField("Tags", choices=TWO)
    approved = YesNoField("Approved?")
    sure = CheckboxField("Sure")
    start = DateField("Start")
    visit = CalendarDateField("Visit")
    begins = TimeField("Begins")
    days = DaysField("Days")
    pupils = WholeNumberField("Pupils", least=1, most=1000)
    file = FileField("File")


NAMES = [name for name, each in vars(Everything).items() if hasattr(each, "_formfield")]
TEXT_FIELDS = ("title", "need", "email", "password", "words", "hidden", "visit", "begins", "days", "pupils")


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for these tests", WTF_CSRF_ENABLED=False)
    components.register(app, today=lambda: date(2026, 11, 23))
    with app.test_request_context("/", method="POST"):
        yield app


def sent(kind: type[wtforms.Form] = Everything, /, **values: Any) -> Any:
    """The form as it is after these were sent and checked."""
    pairs = [(name, one) for name, v in values.items() for one in (v if isinstance(v, list) else [v])]
    form = kind(MultiDict(pairs))
    form.validate()
    return form


def made(**fields: Any) -> Any:
    return type("Made", (Form,), fields)


def said(form: Any, name: str) -> list[str]:
    return list(form[name].errors)


def test_an_empty_form_that_needs_nothing_has_no_problems() -> None:
    assert sent().problems() == []


def test_each_field_says_in_its_own_words_that_it_is_empty() -> None:
    kinds = {
        "text": TextField,
        "long": LongTextField,
        "email": EmailField,
        "password": PasswordField,
        "select": SelectField,
        "radios": RadiosField,
        "boxes": CheckboxesField,
        "box": CheckboxField,
        "yes": YesNoField,
        "date": DateField,
        "calendar": CalendarDateField,
        "time": TimeField,
        "days": DaysField,
        "number": WholeNumberField,
        "file": FileField,
    }
    form = made(**{name: kind(name, required=f"Give the {name}") for name, kind in kinds.items()})

    assert [problem.text for problem in sent(form).problems()] == [f"Give the {name}" for name in kinds]


def test_text_is_one_line_without_space_around_it() -> None:
    assert sent(title="  Early \t reading\n").title.data == "Early reading"


def test_long_text_keeps_its_lines_with_one_kind_of_line_end() -> None:
    assert sent(need="  One  \r\ntwo\x0bthree \n").need.data == "One\ntwo\nthree"


def test_accents_are_stored_in_one_way() -> None:
    assert sent(title="Rene\u0301").title.data == "Ren\u00e9"


def test_marks_that_cannot_be_seen_are_dropped() -> None:
    assert sent(title="a\x07b\x7f").title.data == "ab"


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_what_cannot_be_stored_is_taken_out_and_told_of(name: str, bad: str) -> None:
    form = sent(**{name: f"1{bad}2"})

    assert said(form, name) == [UNSTORABLE]
    assert bad not in str(form[name]())


def test_what_cannot_be_stored_is_told_of_even_where_the_field_may_be_empty() -> None:
    assert said(sent(title="\x00"), "title") == [UNSTORABLE]


def test_a_limit_is_told_in_words_and_counts_characters() -> None:
    assert said(sent(title="x" * 11), "title") == ["Title must be 10 characters or fewer"]
    assert said(sent(need="a\r\n" * 7 + "b"), "need") == []


def test_a_field_that_asks_a_question_is_not_repeated_in_its_error() -> None:
    form = made(title=TextField("What is it about?", max_length=3))

    assert said(sent(form, title="long"), "title") == ["Your answer must be 3 characters or fewer"]


@pytest.mark.parametrize("address", ["priya@saltmarsh.example", "a.b+c@x.sch.uk"])
def test_addresses_of_any_school_are_taken(address: str) -> None:
    assert said(sent(email=address), "email") == []


def test_the_domain_of_an_address_is_lower_case_and_the_rest_as_typed() -> None:
    assert sent(email=" Priya@Saltmarsh.Example ").email.data == "Priya@saltmarsh.example"


@pytest.mark.parametrize("address", ["priya", "priya@", "@x.uk", "priya@school", "a@b@c.uk", "a b@c.uk"])
def test_what_is_no_address_is_told_with_an_example(address: str) -> None:
    assert "such as name@school.org.uk" in said(sent(email=address), "email")[0]


def test_a_password_is_taken_exactly_as_typed() -> None:
    assert sent(password="  correct horse  ").password.data == "  correct horse  "


def test_a_choice_is_taken_as_its_own_kind() -> None:
    form = sent(focus="2", route="visit", tags=["visit", "mentor"], approved="no", sure="y")

    assert (form.focus.data, form.route.data, form.tags.data) == (2, "visit", ["visit", "mentor"])
    assert (form.approved.data, form.sure.data) == (False, True)


def test_no_choice_is_none() -> None:
    form = sent(focus="")

    assert (form.focus.data, form.route.data, form.approved.data, form.tags.data) == (None, None, None, [])


@pytest.mark.parametrize("value", ["3", "x", "1" * 5000, "\x00", "½", "10e999"])
@pytest.mark.parametrize("name", ["focus", "route", "tags", "approved"])
def test_what_was_not_offered_is_told_plainly(name: str, value: str) -> None:
    assert said(sent(**{name: value}), name) == ["Choose one of the options"]


def test_choices_can_be_set_on_the_form_and_the_blank_one_stays() -> None:
    form = made(hub=SelectField("Hub", blank="Any"))(MultiDict({"hub": "east"}))
    form.hub.choices = [choice("east", "East")]

    assert form.validate()
    assert [one.label for one in form.hub.iter_choices()] == ["Any", "East"]


def test_a_date_is_read_from_three_boxes_with_numbers_or_names() -> None:
    assert sent(start=["27", "11", "2026"]).start.data == date(2026, 11, 27)
    assert sent(start=[" 7", "Sept", "2026 "]).start.data == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (["31", "2", "2026"], "Start must be a real date, such as 27 11 2026"),
        (["27", "", "2026"], "Start must include a month"),
        (["27"], "Start must include a month and a year"),
        (["27", "11", "26"], "Start must have a year of four digits, such as 2026"),
        (["27", "11", "9" * 5000], "Start must have a year of four digits, such as 2026"),
        (["27", "½", "2026"], "Start must be a real date, such as 27 11 2026"),
        (["x", "y", "2026"], "Start must be a real date, such as 27 11 2026"),
    ],
)
def test_what_is_wrong_with_a_date_is_told_and_the_boxes_keep_what_was_typed(
    parts: list[str], told: str
) -> None:
    form = sent(start=parts)

    assert said(form, "start") == [told]
    assert all(f'value="{part}"' in form.start() for part in parts if part)


def test_a_date_needs_no_keys_at_all_and_ignores_more_than_three() -> None:
    assert sent(start=[]).start.data is None
    assert sent(start=["1", "2", "2026", "4"]).start.data == date(2026, 2, 1)
    assert "start-day" in sent().start()


def test_a_date_with_a_character_that_cannot_be_stored_still_has_three_boxes() -> None:
    form = sent(start=["\x001"])

    assert said(form, "start") == [UNSTORABLE]
    assert form.start.data is None
    assert form.start().count("<input") == 3


def test_the_link_to_a_wrong_date_leads_to_its_first_box() -> None:
    assert sent(start=["1"]).problems() == [Problem("Start must include a month and a year", "#start-day")]


def test_a_date_shows_the_one_it_holds() -> None:
    shown = Everything(formdata=None, start=date(2026, 2, 1), visit=date(2026, 2, 1))

    assert 'value="01"' in shown.start()
    assert 'value="1/2/2026"' in shown.visit()


@pytest.mark.parametrize(
    "text", ["27/11/2026", "27.11.2026", "27 November 2026", "Fri 27 Nov 2026", "Friday, 27th november, 2026"]
)
def test_a_date_in_one_box_is_read_as_people_write_it(text: str) -> None:
    assert sent(visit=text).visit.data == date(2026, 11, 27)


@pytest.mark.parametrize("text", ["tomorrow", "2026-11-27", "27/11", "32/1/2026", "1/13/2026"])
def test_a_date_in_one_box_that_cannot_be_read_is_told(text: str) -> None:
    assert said(sent(visit=text), "visit")[0].startswith("Visit must be")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9am", time(9)),
        ("9:30", time(9, 30)),
        ("3.30pm", time(15, 30)),
        ("15:30", time(15, 30)),
        ("0930", time(9, 30)),
        ("12pm", time(12)),
        ("12am", time(0)),
        ("midday", time(12)),
        ("03:15", time(3, 15)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, read: time) -> None:
    assert sent(begins=text).begins.data == read


def test_a_time_that_could_be_two_is_asked_about() -> None:
    assert said(sent(begins="3:30"), "begins") == ["Begins: add am or pm, such as 3pm"]


@pytest.mark.parametrize("text", ["25:00", "9:75", "13pm", "0am", "soon", "9:5"])
def test_what_is_no_time_is_told_with_an_example(text: str) -> None:
    assert said(sent(begins=text), "begins") == ["Begins must be a time, such as 9am or 3:30pm"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3", "3"),
        ("2.5", "2.5"),
        ("2.50", "2.5"),
        ("3.0 days", "3"),
        ("2½", "2.5"),
        ("½", "0.5"),
        ("half a day", "0.5"),
    ],
)
def test_days_are_read_in_halves(text: str, read: str) -> None:
    assert sent(days=text).days.data == Decimal(read)


@pytest.mark.parametrize("text", ["2.3", "two", "-1", "1e3", "NaN", ".", "days"])
def test_days_other_than_halves_are_told(text: str) -> None:
    assert said(sent(days=text), "days") == ["Days must be a number of whole or half days, such as 3 or 2.5"]


def test_numbers_out_of_bounds_are_told_with_the_bounds() -> None:
    assert said(sent(days="0"), "days") == ["Days must be between 0.5 and 200"]
    assert said(sent(pupils="1,001"), "pupils") == ["Pupils must be between 1 and 1,000"]


def test_a_file_without_a_name_is_none() -> None:
    form = made(file=FileField("File", required="Choose a file"))
    empty = form(MultiDict([("file", FileStorage(BytesIO(), filename=""))]))
    full = form(MultiDict([("file", FileStorage(BytesIO(b"x"), filename="data.pdf"))]))

    assert (empty.validate(), full.validate()) == (False, True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*NAMES, "form_key", "version"]), st.lists(st.text(), max_size=4)))
@example({"start": ["٣", "٣", "٣"], "pupils": ["٣"], "days": ["٣"], "version": ["٣"]})
def test_whatever_is_sent_ends_in_a_page(values: dict[str, list[str]]) -> None:
    form = sent(**values)

    page = "".join(str(field()) for field in form) + str(form.problems())

    page.encode("utf-8")
    assert "\x00" not in page


def test_hints_of_choices_and_fields_are_tied_to_them() -> None:
    page = Everything().route()

    assert "You see it work." in page
    assert 'aria-describedby="route-item-hint"' in page


def test_an_error_is_tied_to_its_field() -> None:
    page = sent(title="x" * 11).title()

    assert 'aria-describedby="title-error"' in page
    assert "Title must be 10 characters or fewer" in page
