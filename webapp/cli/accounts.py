"""`flask create-administrator` and `flask invite`: the first person, and new links for the others."""

from __future__ import annotations

import re

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from workflows import accounts
from workflows.database import EVERY_TRUST, db, scope
from workflows.defaults import new_trust_defaults
from workflows.people import Person, appoint
from workflows.places import Trust, found_trust


def _address(_context: click.Context, _option: click.Parameter, given: str) -> str:
    try:
        return validate_email(given, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise click.BadParameter(f"{given!r} is no email address.") from error


@click.command("create-administrator")
@click.option("--trust", "trust_name", prompt="Name of the trust", help="The trust, founded if it is new.")
@click.option("--name", prompt="Administrator's name", help="What they are called.")
@click.option("--email", prompt="Their email address", callback=_address, help="They sign in with it.")
@with_appcontext
def create_administrator(*, trust_name: str, name: str, email: str) -> None:
    """Found a trust, or find it, give it an administrator, and print the link with which they come in."""
    with scope(EVERY_TRUST):
        trust = _trust(trust_name.strip())
        person = accounts.person_with(email)
        if person is not None and person.trust_id != trust.id:
            raise click.ClickException(f"{email} belongs to somebody in another trust. Use another address.")
        if person is None:
            person = Person(trust_id=trust.id, name=name.strip(), email=email, job_title="Administrator")
            db.session.add(person)
            db.session.flush()
        appoint(person, "administrator", trust.id)
        db.session.flush()
        path = accounts.invite(person)
        db.session.commit()
    click.echo(f"{name} administers {trust_name}. They choose a password here, within 14 days:")
    click.echo(_link(path))


@click.command("invite")
@click.argument("email", callback=_address)
@with_appcontext
def invite(*, email: str) -> None:
    """Send somebody a new invitation and print its link; links sent to them before no longer work."""
    with scope(EVERY_TRUST):
        person = accounts.person_with(email)
        if person is None or not accounts.may_enter(person):
            raise click.ClickException(
                f"Nobody with the address {email} has a part in any trust. Add them to the people of the "
                "trust first, with a role."
            )
        path = accounts.invite(person)
        name = person.name
        db.session.commit()
    click.echo(f"An invitation is on its way to {name}. Its link, for 14 days:")
    click.echo(_link(path))


def _trust(name: str) -> Trust:
    known = db.session.scalars(select(Trust).where(Trust.name == name)).first()
    if known is not None:
        return known
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "trust"
    try:
        trust = found_trust(name, slug)
    except IntegrityError as error:
        raise click.ClickException(f"There is a trust already whose name is too like {name!r}.") from error
    new_trust_defaults(trust)
    return trust


def _link(path: str) -> str:
    return f"{current_app.config['SETTINGS'].base_url}{path}"
