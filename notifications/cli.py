"""`flask worker` and `flask tick`."""

from __future__ import annotations

import sys

import click
from flask import Flask, current_app

from notifications.scheduler import one_round, work_until_told_to_stop


@click.command("worker")
def worker_command() -> None:
    """Deliver messages and reminders until told to stop (SIGTERM or Ctrl+C). Several may run at once."""
    click.echo("At work: messages and reminders leave as they fall due. Stop with Ctrl+C.")
    work_until_told_to_stop(_app())
    click.echo("Stopped. What was in hand has been finished.")


@click.command("tick")
def tick_command() -> None:
    """Run one round of reminders and messages, say what was done, and end. Fails if part of it broke off."""
    done = one_round(_app())
    click.echo(str(done))
    if done.broken:
        sys.exit(1)


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(worker_command)
    app.cli.add_command(tick_command)


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
