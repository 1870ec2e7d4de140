"""The README's two pictures: a head's day, and a request whose plan waits for her signature."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.screens.browsing import chromium, window
from tests.screens.demonstration import Demonstration

HEAD: Final = "priya.nair"
SHOWN: Final = "Early reading: phonics catch-up in Year 1 and 2"
HEIGHT: Final = 1080


async def take_for_readme(demo: Demonstration, folder: Path) -> list[Path]:
    """Take both, as the head sees them; gives where they are."""
    visitor = next(one for one in demo.visitors if one.key == HEAD)
    today, case = folder / "today.png", folder / "case.png"
    async with chromium() as browser, window(browser, demo, visitor) as context:
        page = await context.new_page()
        await page.set_viewport_size({"width": 1280, "height": HEIGHT})
        await page.goto("/")
        await page.screenshot(path=today)
        await page.get_by_role("link", name=SHOWN).first.click()
        await page.screenshot(path=case)
    return [today, case]
