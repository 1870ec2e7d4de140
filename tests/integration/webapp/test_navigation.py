"""The section on meetings: each of its parts leads to all the others."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Browser, parsed
from tests.world import World

PARTS = ["/meetings", "/hubs", "/forums", "/sessions", "/connect", "/years", "/thread"]


def test_each_part_of_the_section_leads_to_the_others_and_says_which_it_is(
    harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("una")

    for path in PARTS:
        tabs = parsed(browser.get(path)).findall(".//nav[@class='app-tabs']//a")
        assert [tab.get("href") for tab in tabs] == PARTS
        assert [tab.get("href") for tab in tabs if tab.get("aria-current") == "page"] == [path]
