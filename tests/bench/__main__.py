"""`make bench`: every measurement, those with a database on both, one line each."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import delivery, feeds, matching, pages, planning, receipts, sign_ups, transitions
from tests.databases import databases_of
from tests.postgresql_server import PostgresqlMissing

PARTS = {
    "perform": transitions.measure,
    "pages": pages.measure,
    "delivery": delivery.measure,
    "feeds": feeds.measure,
    "receipts": receipts.measure,
    "sign_ups": sign_ups.measure,
}
WITHOUT_DATABASE = {"matching": matching.measure, "planning": planning.measure}


def main(chosen: list[str]) -> None:
    """Run the parts that were named, or all of them."""
    for name, part in WITHOUT_DATABASE.items():
        if not chosen or name in chosen:
            for line in part():
                _say("", line)
    wanted = [name for name in chosen or PARTS if name not in WITHOUT_DATABASE]
    for kind in ("sqlite", "postgresql") if wanted else ():
        with tempfile.TemporaryDirectory() as folder:
            try:
                with databases_of(kind, Path(folder)) as databases:
                    for name in wanted:
                        for line in PARTS[name](databases, kind):
                            _say(kind, line)
            except PostgresqlMissing as error:
                _say(kind, f"left out: {error}")


def _say(kind: str, line: str) -> None:
    sys.stdout.write(f"{kind:<11}{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
