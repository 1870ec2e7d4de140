"""`make bench`: every measurement on both databases, one line each."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import delivery, feeds, pages, receipts, transitions
from tests.databases import databases_of
from tests.postgresql_server import PostgresqlMissing

PARTS = {
    "perform": transitions.measure,
    "pages": pages.measure,
    "delivery": delivery.measure,
    "feeds": feeds.measure,
    "receipts": receipts.measure,
}


def main(chosen: list[str]) -> None:
    """Run the parts that were named, or all of them."""
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder:
            try:
                with databases_of(kind, Path(folder)) as databases:
                    for name in chosen or PARTS:
                        for line in PARTS[name](databases, kind):
                            sys.stdout.write(f"{kind:<11}{line}\n")
                            sys.stdout.flush()
            except PostgresqlMissing as error:
                sys.stdout.write(f"{kind:<11}left out: {error}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
