"""`python -m tests.screens`: pictures into `screens/`; with `--readme` the two that the README shows."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

import click

from tests.screens.browsing import Pictures, walk_everywhere
from tests.screens.demonstration import Demonstration, demonstration
from tests.screens.readme import take_for_readme
from tests.screens.sheet import write_sheets

ROOT: Final = Path(__file__).resolve().parents[2]
SCREENS: Final = ROOT / "screens"
README_PICTURES: Final = ROOT / "docs" / "screenshots"


@click.command()
@click.option("--readme", is_flag=True, help="Take only the README's two pictures.")
def main(*, readme: bool) -> None:
    """Build the demo in a database of its own and take pictures of it."""
    began = monotonic()
    with TemporaryDirectory() as folder:
        click.echo("Building the demo…")
        with demonstration(Path(folder)) as demo:
            failed = _for_readme(demo) if readme else _everything(demo)
        if not readme:
            copyfile(Path(folder) / "log.txt", SCREENS / "log.txt")
    click.echo(f"{monotonic() - began:.0f} seconds in all")
    sys.exit(1 if failed else 0)


def _for_readme(demo: Demonstration) -> bool:
    README_PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in asyncio.run(take_for_readme(demo, README_PICTURES)):
        click.echo(picture.relative_to(ROOT))
    return False


def _everything(demo: Demonstration) -> bool:
    rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir()
    click.echo("Looking at every page…")
    pictures: Pictures = asyncio.run(walk_everywhere(demo, SCREENS))
    sheets = asyncio.run(write_sheets(pictures, SCREENS))
    for trouble in pictures.troubles:
        click.echo(f"  {trouble}")
    click.echo(
        f"{len(pictures.taken)} pictures; look at {SCREENS / 'index.html'}, or {sheets}; faults: log.txt"
    )
    return bool(pictures.troubles)


if __name__ == "__main__":
    main()
