"""The form on the page that a link in the mail after a session opens."""

from __future__ import annotations

from typing import Final

from forms.fields import Form, RadiosField, choice
from workflows.pairings.afterwards import HELD, MISSED

SAID: Final = {"yes": HELD.label, "no": MISSED.label}
"""What can be said of a session that is over."""


class WordForm(Form):
    """Whether a session took place. The page's address proves who says so: it needs no cookie, nor a token."""

    class Meta(Form.Meta):
        """The address proves who answers."""

        csrf = False

    said = RadiosField(
        "Did it take place?",
        choices=[choice(value, text) for value, text in SAID.items()],
        required="Say whether it took place",
    )
