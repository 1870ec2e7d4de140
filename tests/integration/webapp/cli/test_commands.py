"""The command line: the first administrator, invitations, the audit trail."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result
from flask import Flask
from sqlalchemy import text

from tests.client import Browser, main_words
from tests.story import Story
from tests.world import World
from workflows.database import EVERY_TRUST, db, scope
from workflows.machine import all_workflows


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def link_in(result: Result) -> str:
    return result.output.strip().splitlines()[-1].removeprefix("http://127.0.0.1:8000")


def test_the_first_administrator_founds_the_trust_and_comes_in_by_the_link(
    app: Flask, client: Browser
) -> None:
    result = run(app, "create-administrator", typed="Harbour Learning Partnership\nAda\nAda@Harbour.org.uk\n")
    assert result.exit_code == 0, result.output

    path = link_in(result)
    assert "Welcome, Ada" in main_words(client.get(path))
    assert client.post(path, data={"password": "lanterns over wet slate"}).status_code == 303
    page = client.get("/")
    assert "Harbour Learning Partnership" in page.text
    assert "Administration" in page.text


def test_running_it_again_makes_nobody_twice_and_sends_a_new_link(app: Flask, client: Browser) -> None:
    options = ("create-administrator", "--trust", "Harbour", "--name", "Ada", "--email", "ada@harbour.org.uk")
    first, second = run(app, *options), run(app, *options)

    assert second.exit_code == 0, second.output
    assert client.get(link_in(first)).status_code == 404
    assert client.get(link_in(second)).status_code == 200


def test_an_address_that_is_none_or_somebody_elses_is_refused_in_a_sentence(
    app: Flask, harbour: World
) -> None:
    wrong = run(app, "create-administrator", "--trust", "X", "--name", "Y", "--email", "no address")
    taken = run(app, "create-administrator", "--trust", "X", "--name", "Y", "--email", "ada@harbour.org.uk")
    assert "no email address" in wrong.output
    assert taken.exit_code == 0

    again = run(app, "create-administrator", "--trust", "Z", "--name", "Y", "--email", "ada@harbour.org.uk")
    assert again.exit_code == 1
    assert "belongs to somebody in another trust" in again.output


def test_an_invitation_is_sent_again_to_somebody_known_alone(app: Flask, client: Browser) -> None:
    run(app, "create-administrator", "--trust", "Harbour", "--name", "Ada", "--email", "ada@harbour.org.uk")

    known, unknown = run(app, "invite", "ada@harbour.org.uk"), run(app, "invite", "eve@harbour.org.uk")

    assert client.get(link_in(known)).status_code == 200
    assert unknown.exit_code == 1
    assert "Nobody with the address eve@harbour.org.uk" in unknown.output


def test_an_untouched_audit_trail_holds(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    Story(harbour, sign_in_as, app).is_accepted()

    result = run(app, "audit", "verify")

    assert result.exit_code == 0
    assert "entries as they were written" in result.output


def test_the_first_entry_that_was_changed_is_named(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    story = Story(harbour, sign_in_as, app)
    story.is_accepted()
    with app.app_context(), scope(EVERY_TRUST):
        on_postgresql = db.engine.dialect.name == "postgresql"
        off = "ALTER TABLE events DISABLE TRIGGER ALL" if on_postgresql else "DROP TRIGGER events_no_update"
        db.session.execute(text(off.replace("ALL", "USER")))
        db.session.execute(text("UPDATE events SET kind = 'withdraw' WHERE kind = 'submit'"))
        db.session.commit()

    result = run(app, "audit", "verify")

    assert result.exit_code == 1
    assert f"entry 3 of {story.reference}" in result.output
    assert "has been changed" in result.output


def test_every_workflow_is_printed_with_its_tables_and_its_diagram(app: Flask) -> None:
    output = run(app, "workflows").output

    assert all(f"# {flow.noun}\n" in output for flow in all_workflows())
    assert output.count("```mermaid") == len(all_workflows())
