"""Hubs: their names, schools and coordinators; each change is recorded."""

from collections.abc import Callable

from sqlalchemy import select

from tests.client import Browser
from tests.integration.webapp.views.administration.conftest import Office, press
from workflows.database import db
from workflows.people import Post, holders
from workflows.places import Hub, HubMembership, School

KEY = "a-form-key-of-a-test-0001"


def test_the_improvement_lead_makes_a_hub_and_gives_it_a_coordinator(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    lena = sign_in_as("lena")
    assert press(lena, "/hubs/new", name="West hub", purpose="Small schools", form_key=KEY)[0] == 303
    assert press(lena, "/hubs/new", name="West hub", purpose="Small schools", form_key=KEY)[0] == 303
    with office.looking():
        hub_id = db.session.scalars(select(Hub.id).where(Hub.name == "West hub")).one()

    asha = office.world.people["asha"]
    assert press(lena, f"/hubs/{hub_id}/coordinator", person_id=asha, starts_on="16/11/2026")[0] == 303

    post_of_hub = Post("coordinator", hub_id)
    with office.looking():
        assert [one.name for one in holders([post_of_hub])[post_of_hub]] == ["Asha Harbour"]
    assert office.kinds() == ["hub_created", "appointed"]


def test_a_hub_keeps_its_own_name(office: Office, ada: Browser) -> None:
    status, text = press(ada, "/hubs/new", name="east HUB")

    assert (status, "Your trust has a hub of this name" in text) == (422, True)
    assert press(ada, f"/hubs/{office.ids['hub']}/edit", name="East coast hub")[0] == 303
    assert office.kinds() == ["hub_edited"]


def test_a_school_is_in_a_hub_once_at_a_time(office: Office, ada: Browser) -> None:
    hub, school_id = f"/hubs/{office.ids['hub']}", office.world.schools["saltmarsh"]
    status, text = press(ada, f"{hub}/add-school", school_id=school_id, starts_on="1/1/2027")
    assert (status, "Saltmarsh Primary is in this hub already" in text) == (422, True)

    end = f"/hubs/memberships/{office.ids['membership']}/end"
    assert press(ada, end, ends_on="1/1/2027")[0] == 303
    assert press(ada, f"{hub}/add-school", school_id=school_id, starts_on="1/1/2027")[0] == 303

    status, text = press(
        ada, f"{hub}/add-school", school_id=school_id, starts_on="1/1/2027", ends_on="1/1/2027"
    )
    assert (status, "It has to leave after it joins" in text) == (422, True)
    assert office.kinds() == ["hub_left", "hub_joined"]


def test_a_membership_entered_by_mistake_goes(office: Office, ada: Browser) -> None:
    end = f"/hubs/memberships/{office.ids['membership']}/end"

    assert press(ada, end, ends_on="1/9/2026", form_key=KEY)[0] == 303

    with office.looking():
        assert db.session.scalars(select(HubMembership.id)).all() == []
    assert office.kinds() == ["hub_never_joined"]


def test_a_school_of_the_other_kind_of_place_is_not_found_as_a_hub(office: Office, ada: Browser) -> None:
    assert ada.get(f"/administration/hubs/{office.world.schools['saltmarsh']}").status_code == 404
    with office.looking():
        assert db.session.get(School, office.ids["hub"]) is None
