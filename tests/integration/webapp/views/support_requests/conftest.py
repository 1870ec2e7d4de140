"""The story that these tests tell."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.client import Browser
from tests.story import Story
from tests.world import World


@pytest.fixture
def story(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
    """A request that has not begun yet, and everybody who will have a part in it."""
    return Story(harbour, sign_in_as, app)
