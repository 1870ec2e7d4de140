"""The form on the page that a link in the mail after a session opens."""

from __future__ import annotations

from typing import Final

from forms.fields import Form, RadiosField, choice
from workflows.pairings.afterwards import HELD, MISSED

SAID: Final = {"yes": HELD.label, "no": MISSED.label}
"""What can be said of a session that is over."""


class WordForm(Form):
    """Whether a session took place; its page needs no cookie, so it has no form token."""

    class Meta(Form.Meta):
        """The address proves who answers."""

        csrf = False

    said = RadiosField(
        "Did it take place?",
        choices=[choice(value, text) for value, text in SAID.items()],
        required="Say whether it took place",
    )
