"""`flask rotate-sealing-key`: private words under a new key of the installation."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

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
            raise click.ClickException(str(error)) from error
        db.session.commit()
    click.echo(
        f"{count} keys are sealed anew. ALONGSIDE_SEALING_KEY_FALLBACKS can be taken out of the settings."
    )
