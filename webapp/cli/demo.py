"""`flask demo`: two fictional trusts with a year of history, to look around in."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from config import Settings
from webapp.demo import people_of_the_story
from webapp.demo.building import A_YEAR, build, is_empty
from workflows.database import db

FOR_REAL = (
    "This installation is for real work: ALONGSIDE_ENVIRONMENT is production, or not set. "
    "Set it to demo or development to build the demo."
)
NOT_EMPTY = (
    "This database has a trust in it already, and the demo would be mixed up with it. "
    "Choose an empty one with DATABASE_URL, or add --if-empty to leave this one as it is."
)


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing if there is a trust already.")
@with_appcontext
def demo(*, if_empty: bool) -> None:
    """Build two fictional trusts with a school year of support, mentoring and coaching."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.is_production:
        raise click.ClickException(FOR_REAL)
    upgrade()
    empty = is_empty()
    db.session.remove()
    if not empty and not if_empty:
        raise click.ClickException(NOT_EMPTY)
    if empty:
        with click.progressbar(length=A_YEAR, label="Living through a school year") as bar:
            build(settings.files_folder, progress=bar.update)
        if not if_empty:  # whoever makes sure of a demo goes on to serve it, and then they are named
            _say_who_is_there()


def _say_who_is_there() -> None:
    """Name those as whom one can look around."""
    people = people_of_the_story()
    widest = max(len(one.name) for one in people)
    for one in people:
        click.echo(f"  {one.name:<{widest}}  {one.what}: {one.waiting[:1].lower()}{one.waiting[1:]}")
