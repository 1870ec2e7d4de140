"""Finds the built style sheets, scripts, fonts and pictures by their plain names."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parent.parent / "static"
BUILD = STATIC / "build"
MANIFEST = BUILD / "manifest.json"

_ONE_YEAR = 31_536_000


class AssetsNotBuiltError(RuntimeError):
    """The front-end files have not been built, or not this one."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"{wanted} is not built. Run: python -m webapp.assets.build")


def register(app: Flask) -> None:
    """Give templates `asset('main.css')`, and let browsers keep the hashed files for a year."""
    app.add_template_global(asset)
    app.after_request(_keep_hashed_files)


def asset(name: str) -> str:
    """Return the address of a built file; raise AssetsNotBuiltError if there is none of that name."""
    return url_for("static", filename=f"build/{built(name)}")


def built(name: str) -> str:
    """Return the hashed name of a built file; raise AssetsNotBuiltError if there is none of that name."""
    found = read_manifest().get(name)
    if found is None:
        raise AssetsNotBuiltError(name)
    return found


def read_manifest() -> dict[str, str]:
    """Return the hashed name of each built file by its plain name."""
    try:
        changed_at = MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _parse(MANIFEST, changed_at)


@lru_cache(maxsize=1)
def _parse(manifest: Path, _changed_at: int) -> dict[str, str]:
    """Read the manifest once a build: a rebuild beside a running server shows at once."""
    files: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return files


def _keep_hashed_files(response: Response) -> Response:
    """A hashed name never changes its bytes, so that a browser need not ask again."""
    is_built_file = request.endpoint == "static" and request.path.startswith(f"{_static_path()}build/")
    if is_built_file and response.status_code in {200, 206, 304}:
        response.cache_control.public = True
        response.cache_control.max_age = _ONE_YEAR
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    return response


def _static_path() -> str:
    return url_for("static", filename="")
