"""`flask import-schools` and `flask import-people`: what a file would change, and importing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from webapp.components import plural
from workflows.database import EVERY_TRUST, db, scope
from workflows.imports.errors import Changed, HasBadRows, Unreadable
from workflows.imports.kinds import ListKind, understood
from workflows.imports.outcome import Change, Fate, Line, Outcome
from workflows.imports.people import PeopleImport
from workflows.imports.run import Import, Origin, Progress, carry_out, dry_run
from workflows.imports.schools import SchoolImport
from workflows.places import Trust

_WORDS: Final = {
    Fate.NEW: "new",
    Fate.CHANGED: "changed",
    Fate.UNCHANGED: "as they are",
    Fate.LEFT_OUT: "left out",
    Fate.BAD: "wrong",
}

Command = Callable[..., None]


def _for_every_kind(command: Command) -> Command:
    """The argument and options that both commands have."""
    options = (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--trust", "slug", metavar="SLUG", help="The trust, where there are several."),
        click.option("--apply", "is_meant", is_flag=True, help="Import it; without this, only look."),
        click.option("--without-bad-rows", is_flag=True, help="Import the other rows where some are wrong."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("import-schools")
@_for_every_kind
@click.option("--only", default="", metavar="TRUST", help="Only the schools of this trust: its code or name.")
@with_appcontext
def import_schools(*, only: str, **given: Any) -> None:
    """Show what an export of the national register would change, and import it with --apply."""
    _import(
        ListKind.SCHOOLS, lambda trust, table: SchoolImport(trust, table, only=only), **given
    )  # fmt: skip


@click.command("import-people")
@_for_every_kind
@click.option("--invite", is_flag=True, help="Send everybody who is new a link to sign in.")
@with_appcontext
def import_people(*, invite: bool, **given: Any) -> None:
    """Show what a list of people would change, and import it with --apply."""
    _import(
        ListKind.PEOPLE, lambda trust, table: PeopleImport(trust, table, invites=invite), **given
    )  # fmt: skip


def _import(
    kind: ListKind, make: Callable[..., Import], *, file: Path, slug: str | None, is_meant: bool, **how: bool
) -> None:  # fmt: skip
    content = file.read_bytes()
    with scope(EVERY_TRUST), _refusals():
        db.session.connection(execution_options={"reading": True})  # to look keeps nobody from working
        trust_id = _trust_id(slug)
        table = understood(kind, content, file.name)
    with scope(trust_id), _refusals():
        job = make(db.session.get_one(Trust, trust_id), table)
        outcome = _followed("Comparing", lambda progress: dry_run(job, progress))
        db.session.rollback()
        _tell(outcome)
        if not is_meant:
            click.echo("Nothing has been changed. Add --apply to import this.")
        elif outcome.writes or outcome.bad:
            _carry_out(job, Origin.of(file.name, content), outcome, **how)


def _carry_out(job: Import, origin: Origin, shown: Outcome, **how: bool) -> None:
    if shown.bad and not how["without_bad_rows"]:
        raise HasBadRows
    expected = shown.fingerprint
    _followed(
        "Importing", lambda progress: carry_out(job, origin, expected=expected, progress=progress, **how)
    )
    db.session.commit()
    click.echo(f"Imported: {_counted(shown, but=Fate.BAD)}.")


@contextmanager
def _refusals() -> Iterator[None]:
    """Every reason not to import ends the command with its sentence, and nothing changed."""
    try:
        yield
    except HasBadRows as error:
        db.session.rollback()
        raise click.ClickException(
            "Rows are wrong, so nothing was imported. Correct the file, or add --without-bad-rows to import "
            "the others."
        ) from error
    except (Unreadable, Changed) as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error


def _trust_id(slug: str | None) -> int:
    trusts: dict[str, int] = {row.slug: row.id for row in db.session.execute(select(Trust.slug, Trust.id))}
    if slug is None and len(trusts) == 1:
        return next(iter(trusts.values()))
    if slug in trusts:
        return trusts[slug]
    if not trusts:
        raise click.ClickException("There is no trust yet. Make one with `flask create-administrator`.")
    listed = ", ".join(sorted(trusts))
    raise click.ClickException(f"Say which trust this is for with --trust and one of: {listed}.")


def _followed(label: str, act: Callable[[Progress], Outcome]) -> Outcome:
    """Do it, with a bar that shows how far it is."""
    with click.progressbar(length=1, label=label, show_pos=True) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return act(progress)


def _tell(outcome: Outcome) -> None:
    """Everything that a person has to know before they say yes."""
    for note in outcome.notes:
        click.secho(note, fg="yellow")
    for fate in (Fate.BAD, Fate.CHANGED, Fate.NEW):
        _tell_lines(fate, outcome)
    for line in outcome.warned:
        click.echo(f"  row {line.row}, {line.about}: {'. '.join(line.warnings)}")
    click.echo(f"{plural(outcome.rows, 'row')}: {_counted(outcome)}.")


def _tell_lines(fate: Fate, outcome: Outcome) -> None:
    shown = outcome.shown[fate]
    if shown:
        click.secho(f"{_WORDS[fate].capitalize()}:", bold=True)
    for line in shown:
        click.echo(f"  row {line.row}, {line.about or 'without a name'}{_after(line)}")
    if outcome.counts[fate] > len(shown):
        click.echo(f"  … and {outcome.counts[fate] - len(shown):,} more")


def _after(line: Line) -> str:
    told = [*line.reasons, *map(_change, line.changes)]
    return f": {'; '.join(told)}" if told else ""


def _change(change: Change) -> str:
    if not change.before:
        return f"{change.what} “{change.after}”"
    return f"{change.what} “{change.before}” becomes “{change.after}”"


def _counted(outcome: Outcome, *, but: Fate | None = None) -> str:
    """“3 new, 2 changed, 52 as they are”."""
    counts = ((outcome.counts[fate], words) for fate, words in _WORDS.items() if fate != but)
    told = [f"{count:,} {words}" for count, words in counts if count]
    return ", ".join(told) or "nothing in it"
