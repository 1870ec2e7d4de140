"""The contact sheet: all pictures side by side, as one page to open and one picture for each person."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from markupsafe import Markup, escape

from tests.screens.browsing import Picture, Pictures, chromium

STYLE = """
body { font: 16px/1.4 sans-serif; margin: 24px; background: #f3f2f1; color: #0b0c0c }
h1 { font-size: 28px } h2 { font-size: 22px; margin: 40px 0 0 } p { margin: 4px 0 16px; color: #505a5f }
ul { display: flex; flex-wrap: wrap; gap: 16px; padding: 0; list-style: none; align-items: flex-start }
li { background: #fff; padding: 8px; max-width: 440px } span { display: block; font-size: 13px }
div { display: flex; gap: 8px; align-items: flex-start }
img { display: block; border: 1px solid #b1b4b6; object-fit: cover; object-position: top; max-height: 460px }
img.wide { width: 320px } img.narrow { width: 96px }
"""


async def write_sheets(pictures: Pictures, folder: Path) -> str:
    """Write `index.html` with everything, and a PNG for each person; gives what to look at."""
    taken = sorted(pictures.taken, key=lambda one: (one.visitor.key, one.kind, -one.width))
    sections = {key: list(found) for key, found in groupby(taken, key=lambda one: one.visitor.key)}
    pages = {key: _page(_section(found, folder)) for key, found in sections.items()}
    everything = Markup("").join(_section(found, folder) for found in sections.values())
    (folder / "index.html").write_text(_page(everything), encoding="utf-8")
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 1900, "height": 1000})
        for key, html in pages.items():
            file = folder / f"{key}.html"
            file.write_text(html, encoding="utf-8")
            await page.goto(file.as_uri())
            await page.screenshot(path=folder / f"sheet-{key}.png", full_page=True)
            file.unlink()
    return f"sheet-*.png in {folder}"


def _page(body: Markup) -> str:
    return Markup(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Every page</title><style>{}</style>{}</html>"
    ).format(Markup(STYLE), body)


def _section(taken: list[Picture], folder: Path) -> Markup:
    visitor = taken[0].visitor
    items = [_item(list(found), folder) for _, found in groupby(taken, key=lambda one: one.kind)]
    return Markup("<h2>{}</h2><p>{}</p><ul>{}</ul>").format(
        visitor.name, visitor.what, Markup("").join(items)
    )


def _item(taken: list[Picture], folder: Path) -> Markup:
    images = Markup("").join(_image(one, folder, narrow=one.width == 320) for one in taken)
    return Markup("<li><span><b>{}</b> {}</span><div>{}</div></li>").format(
        taken[0].kind, escape(taken[0].path), images
    )


def _image(one: Picture, folder: Path, *, narrow: bool) -> Markup:
    file = one.file.relative_to(folder).as_posix()
    return Markup('<a href="{0}"><img class="{1}" src="{0}" alt="{2} pixels wide"></a>').format(
        file, "narrow" if narrow else "wide", one.width
    )
