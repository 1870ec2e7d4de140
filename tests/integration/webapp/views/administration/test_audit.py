"""The trail of administrative changes, and whether its chains hold."""

from sqlalchemy import text

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from workflows.database import db


def test_the_trail_says_who_changed_what(office: Office, ada: Browser) -> None:
    tom = office.world.people["tom"]
    ada.post(f"/administration/people/{tom}/days/2026", data={"days": "20"})

    text = main_words(ada.get("/administration/audit"))

    assert "Days to give changed by Ada Harbour" in text
    assert "The harbour trust: Tom Harbour, 2026/27, 20 days" in text
    assert "East hub: Saltmarsh Primary, from 1 September 2026" in text


def test_a_record_that_was_tampered_with_is_named(office: Office, ada: Browser) -> None:
    assert "Every entry is as it was written" in main_words(ada.get("/administration/audit/check"))
    with office.looking():
        _disarm()
        db.session.execute(text("UPDATE events SET actor_as = 'Nobody' WHERE kind = 'hub_joined'"))
        db.session.commit()

    answer = ada.get("/administration/audit/check")

    assert "The record does not hold" in main_words(answer)
    assert "of East hub has been changed" in main_words(answer)


def _disarm() -> None:
    """Somebody with the database's own password takes the triggers away that protect the events."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
        return
    for name in db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'")
    ).all():
        db.session.execute(text(f"DROP TRIGGER {name}"))
