"""The command line: `flask` and a word."""

import click
from flask import Flask

from webapp.cli.demo import demo

COMMANDS: tuple[click.Command, ...] = (demo,)
"""Every command; each module of this package makes some (`click.command`, `flask.cli.with_appcontext`)."""


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
