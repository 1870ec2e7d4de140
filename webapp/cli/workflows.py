"""`flask workflows`: every workflow as tables and as a diagram."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.drawing import document
from workflows.machine import all_workflows

DOCS = Path(__file__).resolve().parents[2] / "docs" / "workflows"


@click.command("workflows")
@click.option("--write", is_flag=True, help="Write docs/workflows/ anew instead of printing.")
def workflows(*, write: bool) -> None:
    """Print every workflow: its states, its steps and a Mermaid diagram."""
    for name, text in documents().items():
        if write:
            DOCS.mkdir(parents=True, exist_ok=True)
            (DOCS / name).write_text(text, encoding="utf-8")
            click.echo(f"docs/workflows/{name}")
        else:
            click.echo(text)


def documents() -> dict[str, str]:
    """The pages of docs/workflows/ by their file names."""
    return {f"{flow.slug}.md": document(flow) for flow in all_workflows()}
