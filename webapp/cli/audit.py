"""`flask audit verify`: whether every entry of the audit trail is as it was written."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from webapp.components import plural
from workflows.database import EVERY_TRUST, db, scope
from workflows.events import Break, verify
from workflows.places import Place

audit = AppGroup("audit", help="Look after the audit trail.")


@audit.command("verify")
def verify_command() -> None:
    """Check the whole trail of every trust; name the first broken entry and fail if there is one."""
    with scope(EVERY_TRUST):
        db.session.connection(execution_options={"reading": True})
        good, broken = verify()
        told = f"Broken: {_named(broken)}" if broken else ""
        db.session.rollback()
    click.echo(f"{plural(good, 'entry', 'entries')} as they were written.")
    if told:
        click.echo(told, err=True)
        sys.exit(1)


def _named(broken: Break) -> str:
    place = db.session.get(Place, broken.place_id)
    where = place.name if place else f"place {broken.place_id}"
    return f"entry {broken.seq} of {where} (event {broken.event_id or 'gone'}) {broken.what}."
