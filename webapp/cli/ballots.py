"""`flask ballots verify TS-2026-0001`: whether a vote's count still holds."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from webapp.components import plural
from workflows.ballots import Vote, check
from workflows.cases import Case
from workflows.database import EVERY_TRUST, db, scope

ballots = AppGroup("ballots", help="Look after votes.")


@ballots.command("verify")
@click.argument("reference")
def verify_command(reference: str) -> None:
    """Count the ballots of a closed vote again, and compare with what was published; fail if they differ.

    Where several trusts have a case of this reference, each is looked at.
    """
    with scope(EVERY_TRUST):
        db.session.connection(execution_options={"reading": True})
        votes = db.session.scalars(
            select(Vote).join(Case, Case.id == Vote.case_id).where(Case.reference == reference)
        ).all()
        told = [_told(one) for one in votes]
        db.session.rollback()
    if not told:
        click.echo(f"There is no vote on {reference}.", err=True)
        sys.exit(1)
    for words, _ in told:
        click.echo(words)
    if not all(holds for _, holds in told):
        sys.exit(1)


def _told(vote: Vote) -> tuple[str, bool]:
    if vote.closed_at is None:
        return "The vote is still open: nobody sees any numbers before it closes.", False
    found = check(vote)
    outcome = "the same" if found.holds else "NOT what was published"
    voted = f"{plural(found.voters, 'school')} voted, {plural(found.ballots, 'ballot')}"
    return f"{voted}, counted again: {outcome}.", found.holds
