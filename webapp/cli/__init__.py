"""The command line: `flask` and a word."""

import click
from flask import Flask

from notifications.cli import tick_command, worker_command
from webapp.cli.accounts import create_administrator, invite
from webapp.cli.audit import audit
from webapp.cli.backup import backup, restore
from webapp.cli.ballots import ballots
from webapp.cli.demo import demo
from webapp.cli.imports import import_people, import_schools
from webapp.cli.inbound import inbound, inbound_file
from webapp.cli.sealing import rotate_sealing_key
from webapp.cli.serving import serve
from webapp.cli.workflows import workflows

COMMANDS: tuple[click.Command, ...] = (
    serve,
    worker_command,
    tick_command,
    inbound,
    inbound_file,
    demo,
    create_administrator,
    invite,
    import_schools,
    import_people,
    workflows,
    audit,
    ballots,
    backup,
    restore,
    rotate_sealing_key,
)
"""Every command; each module of this package makes some (`click.command`, `flask.cli.with_appcontext`)."""


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
