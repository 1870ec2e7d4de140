"""`flask rotate-sealing-key`: private words under a new key of the installation."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from webapp.components import plural
from workflows import sealing
from workflows.database import EVERY_TRUST, db, scope


@click.command("rotate-sealing-key")
@with_appcontext
def rotate_sealing_key() -> None:
    """Seal what opens private words with ALONGSIDE_SEALING_KEY; older keys are not needed afterwards."""
    with scope(EVERY_TRUST):
        try:
            count = sealing.rotate()
        except sealing.CannotUnseal as error:
            raise click.ClickException(f"{error} Nothing has been changed.") from error
        db.session.commit()
    click.echo(
        f"{plural(count, 'stored key')} sealed anew. Once every process runs with the new"
        " ALONGSIDE_SEALING_KEY, take ALONGSIDE_SEALING_KEY_FALLBACKS out of the settings."
    )
