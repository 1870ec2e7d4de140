"""Rules as pure predicates: who passes which, without a request or a database."""

from typing import Any, cast

import pytest
from werkzeug.exceptions import Forbidden, NotFound

from webapp import access
from webapp.access import SignInNeeded, administrators, admit, central, holding, oneself, public, signed_in
from webapp.reader import Reader
from workflows.accounts import Office
from workflows.people import Person
from workflows.places import PlaceKind, Trust

TRUST, SALTMARSH, EAST = 1, 2, 3
OFFICES = {
    "head": Office("head", SALTMARSH, PlaceKind.SCHOOL, "Saltmarsh Primary"),
    "governor": Office("governor", SALTMARSH, PlaceKind.SCHOOL, "Saltmarsh Primary"),
    "improvement_lead": Office("improvement_lead", TRUST, PlaceKind.TRUST, "Harbour"),
    "administrator": Office("administrator", TRUST, PlaceKind.TRUST, "Harbour"),
    "hub_coordinator": Office("coordinator", EAST, PlaceKind.HUB, "East"),
}


class Somebody(Reader):
    """A reader of these offices and of no case."""

    @property
    def only_reads(self) -> bool:
        return {office.role for office in self.offices} <= {"governor"}


def reader(*offices: str) -> Reader:
    held = tuple(OFFICES[name] for name in offices)
    return Somebody(Person(id=1, name="Somebody"), cast(Any, Trust(id=TRUST, name="Harbour")), held)


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (signed_in, {"head", "governor", "improvement_lead", "administrator", "hub_coordinator"}),
        (central, {"improvement_lead"}),
        (administrators, {"administrator"}),
        (central | administrators, {"improvement_lead", "administrator"}),
        (holding("coordinator", at="trust"), set()),
        (holding("coordinator", at="hub"), {"hub_coordinator"}),
        (holding("coordinator", "head"), {"hub_coordinator", "head"}),
    ],
)
def test_a_rule_lets_in_whom_it_names_and_to_all_others_the_page_is_not_there(
    rule: access.Rule, who: set[str]
) -> None:
    for name in OFFICES:
        if name in who:
            assert admit(rule, reader(name), {"a": 1}, changes=False) == {"a": 1}
        else:
            with pytest.raises(NotFound):
                admit(rule, reader(name), {}, changes=False)


def test_only_public_pages_are_for_those_who_are_not_signed_in() -> None:
    assert admit(public, None, {"a": 1}, changes=True) == {"a": 1}
    for rule in (signed_in, oneself, central):
        with pytest.raises(SignInNeeded):
            admit(rule, None, {}, changes=False)


def test_whoever_only_reads_changes_nothing_but_their_own_account() -> None:
    governor = reader("governor")

    admit(signed_in, governor, {}, changes=False)
    admit(oneself, governor, {}, changes=True)
    with pytest.raises(Forbidden):
        admit(signed_in, governor, {}, changes=True)
    admit(signed_in, reader("governor", "head"), {}, changes=True)
