"""A time that is proposed goes into the form as if it had been typed; what is none changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from forms.dates.arranging import named
from forms.dates.when import fields_of, proposed_value, with_proposed
from workflows.dates.details import Span

MEETING = Span(datetime(2027, 6, 16, 8, tzinfo=UTC), datetime(2027, 6, 16, 9, 30, tzinfo=UTC))
TWO_DAYS = Span(datetime(2027, 6, 15, 23, tzinfo=UTC), datetime(2027, 6, 17, 23, tzinfo=UTC), all_day=True)


def taken(value: str) -> dict[str, str]:
    given = with_proposed(
        MultiDict([("on", "1/1/2027"), ("starts", "x"), ("title", "A look"), ("use", value)])
    )
    return {name: text for name, text in given.items() if name != "use"}


def test_the_time_of_the_button_takes_the_place_of_what_was_typed() -> None:
    assert proposed_value(MEETING) == "2027-06-16T09:00/2027-06-16T10:30"
    assert taken(proposed_value(MEETING)) == {
        "on": "16/6/2027", "starts": "09:00", "ends": "10:30", "until": "", "title": "A look",
    }  # fmt: skip
    assert taken(proposed_value(TWO_DAYS)) == {
        "on": "16/6/2027", "starts": "", "ends": "", "until": "17/6/2027", "title": "A look",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value", ["", "x", "2027-06-16", "2027-06-31/2027-07-01", "2027-06-16T25:00/2027-06-16", "\x00/"]
)
def test_what_is_no_time_of_ours_changes_nothing(value: str) -> None:
    assert taken(value) == {"on": "1/1/2027", "starts": "x", "title": "A look"}


def test_a_time_fills_the_fields_as_london_has_it() -> None:
    assert {name: str(value) for name, value in fields_of(MEETING).items()} == {
        "on": "2027-06-16", "starts": "09:00:00", "ends": "10:30:00", "until": "None",
    }  # fmt: skip
    assert str(fields_of(TWO_DAYS)["until"]) == "2027-06-17"


@pytest.mark.parametrize(
    ("sent", "address", "number"),
    [("7", 3, 7), (None, 3, 3), ("", 3, 3), ("x", 3, 0), ("9" * 12, 3, 0), ("٣", 3, 0), (None, "3", None)],
)
def test_what_a_form_is_about_comes_with_it_or_else_from_the_address(
    sent: str | None, address: object, number: int | None
) -> None:
    formdata = MultiDict([("entry_id", sent)]) if sent is not None else MultiDict()
    assert named(formdata, {"entry": address}, "entry") == number
