"""Why a file was not imported; each says what to do."""

from __future__ import annotations


class Unreadable(ValueError):
    """The file as a whole cannot be read. Its text is for whoever brought it."""


class HasBadRows(ValueError):
    """Rows are wrong and nobody has said that they may be left out, so nothing was imported."""


class Changed(ValueError):
    """What the import would do is no longer what its owner was shown, so nothing was imported."""
