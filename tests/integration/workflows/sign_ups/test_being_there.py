"""At the door and in the register: only on the day, once each, by school, and reasons for the chair alone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import connect
from tests.acting import Acting
from tests.connect import whole_of
from workflows.connect import ConnectSession
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.events import Event
from workflows.sign_ups.details import ApologyDetails, CheckInDetails, Chosen, RegisterDetails, Way
from workflows.sign_ups.model import CheckIn
from workflows.sign_ups.queries import Mark, register_of, turnout_of

DAY = date(2026, 12, 2)


def marks(hour: Acting[ConnectSession]) -> dict[str, Mark]:
    db.session.rollback()
    return {one.name.split()[0].lower(): one.mark for one in register_of(hour.case)}


def test_people_check_in_from_an_hour_before_until_the_end_and_the_chair_has_the_last_word(
    hour: Acting[ConnectSession],
) -> None:
    people = hour.world.people
    for name in ("sam", "tom"):
        hour.does(name, "sign_up", Chosen(offering_id=whole_of(hour.id)))
    for day, clock, said in ((DAY, 14.9, "an hour before"), (date(2026, 12, 1), 16.5, "an hour before")):
        with pytest.raises(InvalidDetails, match=said):
            hour.on(day, clock).does("sam", "check_in", CheckInDetails())
    hour.on(DAY, 15.1).does("sam", "check_in", CheckInDetails(via=Way.QR))
    with pytest.raises(InvalidDetails, match="already"):
        hour.does("sam", "check_in", CheckInDetails())
    hour.does("carol", "check_in", CheckInDetails())  # nobody has to sign up to be there
    hour.does("dan", "apologise", ApologyDetails(reason=connect.OWN_REASON))
    assert marks(hour) == {
        "sam": Mark.HERE, "tom": Mark.NOT_YET, "carol": Mark.HERE, "una": Mark.NOT_YET, "dan": Mark.EXCUSED
    }  # fmt: skip
    found = turnout_of(hour.case)
    assert [(one.name, one.here, one.excused, one.expected) for one in found.schools] == [
        ("Cliff View Primary", 1, 0, 1), ("Gull Rock Primary", 0, 0, 1), ("Saltmarsh Primary", 1, 1, 1)
    ]  # fmt: skip
    assert (found.schools_here, found.schools_expected, found.share, found.is_met) == (2, 3, 66, False)

    register = RegisterDetails(present=(people["tom"], people["una"]), absent=(people["carol"],))
    hour.does("una", "keep_register", register)
    assert marks(hour) == {
        "sam": Mark.HERE, "tom": Mark.HERE, "una": Mark.HERE, "dan": Mark.EXCUSED
    }  # fmt: skip
    hour.does("una", "keep_register", RegisterDetails(apologies=(people["tom"],)))
    assert marks(hour)["tom"] is Mark.EXCUSED
    ways = dict(db.session.execute(select(CheckIn.person_id, CheckIn.via)).all())
    assert ways == {people["sam"]: Way.QR, people["una"]: Way.REGISTER}

    with pytest.raises(InvalidDetails, match="This is over"):
        hour.on(DAY, 17).does("lea", "check_in", CheckInDetails())
    hour.on(DAY, 18).does("una", "say_held").does("una", "keep_register", register)
    told = db.session.scalars(select(Event.details).where(Event.kind == "apologise")).all()
    assert connect.OWN_REASON not in repr(told)
    reasons = {one.name: one.reason for one in register_of(hour.case) if one.reason}
    assert reasons == {"Dan Harbour": connect.OWN_REASON}
