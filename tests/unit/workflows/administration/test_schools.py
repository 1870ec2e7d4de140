"""A school's profile: what may be written into it."""

import pytest

from workflows.administration.schools import NewSchool, SchoolProfile, tidy_postcode, tidy_web_address
from workflows.details import InvalidDetails
from workflows.places import Phase


def problems_of(**changes: object) -> dict[str, str]:
    try:
        SchoolProfile(**{"name": "Gull Rock", "phase": Phase.PRIMARY, **changes})  # type: ignore[arg-type]
    except InvalidDetails as refusal:
        return refusal.problems
    return {}


def test_a_whole_profile_is_accepted() -> None:
    assert not problems_of(postcode="TR19 7AA", website="https://gullrock.example", low_age=3, high_age=11)


@pytest.mark.parametrize("typed", ["tr197aa", "TR19 7AA", " tr19  7aa ", "TR1 97AA"])
def test_a_postcode_is_written_as_it_should_be(typed: str) -> None:
    assert tidy_postcode(typed) == "TR19 7AA"


@pytest.mark.parametrize("typed", ["TR19", "12345", "TR19 7AAA", "somewhere"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    assert set(problems_of(postcode=tidy_postcode(typed))) == {"postcode"}


def test_a_web_address_gets_its_scheme() -> None:
    assert tidy_web_address("gullrock.example/about") == "https://gullrock.example/about"
    assert tidy_web_address("http://gullrock.example") == "http://gullrock.example"


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "JAVASCRIPT://x%0aalert(1)", "https://", "data:text/html,x", "http://a b"],
)
def test_a_link_that_does_not_lead_to_a_web_page_is_refused(typed: str) -> None:
    assert set(problems_of(website=tidy_web_address(typed))) == {"website"}


def test_ages_and_grid_references_must_go_together() -> None:
    assert set(problems_of(low_age=11, high_age=4)) == {"high_age"}
    assert set(problems_of(easting=140000)) == {"northing"}


@pytest.mark.parametrize("urn", ["12345", "1234567", "12345x", "١٢٣٤٥٦"])
def test_a_urn_has_six_digits(urn: str) -> None:
    with pytest.raises(InvalidDetails) as refusal:
        NewSchool(name="Gull Rock", urn=urn, phase=Phase.PRIMARY)
    assert set(refusal.value.problems) == {"urn"}
